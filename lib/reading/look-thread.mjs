// A worker thread does not inherit its parent's TypeScript loader.
import { tsImport } from "tsx/esm/api";

export default (await tsImport("./look.ts", import.meta.url)).default;
