// The part of zod that our schemas use, without the error texts in fifty languages and the JSON schema converter: 37
// kB instead of 93. The package has no such entry point, so its files are imported by their paths
// (docs/decisions/0014).

import * as coerce from "../../node_modules/zod/v4/classic/coerce.js";
import * as iso from "../../node_modules/zod/v4/classic/iso.js";
import * as schemas from "../../node_modules/zod/v4/classic/schemas.js";
import { config } from "../../node_modules/zod/v4/core/index.js";
import en from "../../node_modules/zod/v4/locales/en.js";

config(en());

export const z = { ...schemas, iso, coerce };
