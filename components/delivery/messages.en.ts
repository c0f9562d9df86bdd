import { aesHelp } from "@/lib/contract/answer";

/** What the recipient of a download link reads. The cards of the dashboard have their texts themselves. */
export const en = {
  title: "Your data",
  lead: "This page contains the answer to your request. The link works once.",
  notFound: {
    title: "This link is not valid",
    lead: "A link works once and for a few days. Ask the organization that sent you the link for a new one.",
  },
  code: "Code",
  codeHint: "Eight letters and digits. We gave you this code separately, for example by phone.",
  submit: "Continue",
  accepted: "Code accepted. The download is ready.",
  ready:
    "Your file is ready. You can download it once. If the download stops early, start it again here within one hour, in the same browser.",
  download: "Download your data",
  contents:
    "The download is a ZIP file. Unpack it and open index.html first: it says what each file contains.",
  encrypted: aesHelp.en,
  wrong: {
    code: "{left, plural, =0 {Wrong code. The link is now closed. Ask for a new link.} one {Wrong code. # attempt left.} other {Wrong code. # attempts left.}}",
    link: "This link is not valid. Ask for a new one.",
  },
} as const;
