// The browser's zod: what our code uses of it, without the rest, zod's own error texts and the JSON schema converter.
// Forms word issues themselves (docs/decisions/0014). A test compares the names with the code.
// biome-ignore lint/performance/noBarrelFile: the entry of a package
export * as z from "./zod-names.js";
