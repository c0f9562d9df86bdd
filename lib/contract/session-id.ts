import { z } from "zod";

/** The id of a session as a path or a body carries it. */
export const sessionId = z.string().min(1).max(128).meta({ description: "Session id, opaque (`ses_…`)." });

/** The path of everything below one session. */
export const sessionParams = z.object({ sessionId });
