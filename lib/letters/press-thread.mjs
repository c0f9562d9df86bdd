// A thread does not take over how its parent reads TypeScript.
import { tsImport } from "tsx/esm/api";

export default (await tsImport("./press.ts", import.meta.url)).default;
