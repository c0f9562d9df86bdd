/** Returns whether a path belongs to the pages that people without an account use. */
export const isPublicPage = (pathname: string): boolean =>
  /^\/(sign-in|welcome|password|delivery|ask|verify|docs)(\/|$)/.test(pathname);
