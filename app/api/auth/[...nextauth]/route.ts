import type { NextRequest } from "next/server";
import { answerNextAuth } from "@/lib/auth/next-auth";

type Context = { params: Promise<{ nextauth: string[] }> };

const handle = async (request: NextRequest, context: Context): Promise<Response> =>
  answerNextAuth(request, (await context.params).nextauth);

export { handle as GET, handle as POST };
