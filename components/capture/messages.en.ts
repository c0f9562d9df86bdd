/** What the holder of a capture link reads. */
export const en = {
  title: "Verify your identity",
  lead: "{organization} asks you to verify your identity. This link is for you alone.",
  notYet:
    "Photographs cannot be taken or uploaded on this page yet. Opening it has recorded nothing. {organization} tells you how to continue.",
  ended: {
    title: "This link no longer works",
    lead: "It has expired, was replaced, or your verification goes on without it. Ask {organization} for a new one if you have not finished.",
  },
  notFound: {
    title: "This link is not valid",
    lead: "Check that the address is complete, or ask the organization that sent you the link for a new one.",
  },
} as const;
