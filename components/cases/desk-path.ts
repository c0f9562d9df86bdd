/** Where the desk of a case stands. */
export const deskPath = (environment: string, caseId: string) =>
  `/${environment}/queue/${encodeURIComponent(caseId)}`;
