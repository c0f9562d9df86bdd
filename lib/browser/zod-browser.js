// What of zod our schemas use, without the error texts in fifty languages and the JSON schema converter: that is 37 kB
// instead of 93. The package offers no such entry, so its files are named by their place (docs/decisions/0014).

import * as coerce from "../../node_modules/zod/v4/classic/coerce.js";
import * as iso from "../../node_modules/zod/v4/classic/iso.js";
import * as schemas from "../../node_modules/zod/v4/classic/schemas.js";
import { config } from "../../node_modules/zod/v4/core/index.js";
import en from "../../node_modules/zod/v4/locales/en.js";

config(en());

export const z = { ...schemas, iso, coerce };
