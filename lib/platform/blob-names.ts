/** Whether a text may be a part of a blob's key: nothing that leaves its folder. */
export const isSafeName = (part: string): boolean => /^[a-z0-9][a-z0-9_.-]*$/i.test(part);

/**
 * Whether a folder is one of ours: it is named after a data key. A bucket may contain other things, such as another
 * installation below a longer prefix, and these must be neither swept nor moved.
 */
export const isFolderName = (name: string): boolean =>
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(name);
