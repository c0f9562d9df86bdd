/**
 * A page in every package that verifies the package in a browser, offline. It reads the unpacked folder, compares
 * every file with SHA256SUMS, SHA256SUMS with SIGNATURE (Ed25519 over its bytes), and the proof that the audit log
 * records it (docs/audit-log.md).
 */
export const verifierPage = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Check this package</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'">
<style>body{font:15px/1.5 system-ui,sans-serif;max-width:44rem;margin:3rem auto;padding:0 1rem;color-scheme:light dark}
.good{color:#15803d}.bad{color:#b91c1c;font-weight:600}li{font-family:ui-monospace,monospace;font-size:13px}</style>
<h1>Check this package</h1>
<p>Unpack the package and choose its folder. This page compares every file with its checksum and the checksums with their signature. No data leaves this page.</p>
<p><label>Folder <input type="file" id="folder" webkitdirectory multiple></label></p>
<p id="verdict" role="status"></p><ul id="list"></ul>
<script>
const hex = (bytes) => [...new Uint8Array(bytes)].map((b) => b.toString(16).padStart(2, "0")).join("");
const raw = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
const verdict = document.getElementById("verdict"), list = document.getElementById("list");
const say = (text, good) => { const li = document.createElement("li"); li.textContent = text; li.className = good ? "good" : "bad"; list.append(li); };
const cat = (...parts) => { const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0)); let at = 0; for (const part of parts) { all.set(part, at); at += part.length; } return all; };
const sha = async (...parts) => new Uint8Array(await crypto.subtle.digest("SHA-256", cat(...parts)));
const utf8 = (text) => new TextEncoder().encode(text);
const unhex = (text) => Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));
const canonical = (value) => value === null || typeof value !== "object" ? JSON.stringify(value)
  : "{" + Object.keys(value).sort().map((key) => JSON.stringify(key) + ":" + canonical(value[key])).join(",") + "}";
const rootFrom = async (leaf, index, size, path) => {
  if (size === 1 && index === 0 && path.length === 0) return leaf;
  if (!(index >= 0 && index < size) || path.length === 0) throw new Error("no path");
  let split = 1; while (split * 2 < size) split *= 2;
  const other = path[path.length - 1], rest = path.slice(0, -1);
  return index < split ? sha([1], await rootFrom(leaf, index, split, rest), other) : sha([1], other, await rootFrom(leaf, index - split, size - split, rest));
};
const proofFault = async (text, sum) => {
  const at = text.indexOf("\\n\\n"), note = text.slice(at + 2), end = note.lastIndexOf("\\n\\n"), body = note.slice(0, end + 1);
  const [first, extra, index, ...path] = text.slice(0, at).split("\\n"), [origin, size, root] = body.split("\\n");
  const told = JSON.parse(new TextDecoder().decode(raw(extra.slice(6)))), { seal } = told, event = JSON.parse(told.event);
  if (first !== "c2sp.org/tlog-proof@v1" || event[4] !== "package.built" || event[14].sha256 !== sum) return "it proves something else";
  const inSeal = await rootFrom(await sha([0], utf8(told.event)), told.event_index, seal.count, told.event_proof.map(unhex));
  if (hex(inSeal) !== seal.root) return "the event is not in the seal";
  const inLog = await rootFrom(await sha([0], utf8(canonical(seal))), Number(index.slice(6)), Number(size), path.map(raw));
  if (hex(inLog) !== hex(raw(root))) return "the seal is not in the log";
  const line = note.slice(end + 2).split("\\n").find((each) => each.startsWith("— " + origin + " "));
  const key = await crypto.subtle.importKey("raw", raw(told.public_key), "Ed25519", false, ["verify"]);
  if (!(await crypto.subtle.verify("Ed25519", key, raw(line.split(" ")[2]).slice(4), utf8(body)))) return "the log has not signed it";
  say("recorded in the audit log ✓  package.tlog-proof, signed with key " + told.public_key + ": compare it with the one of the log.", true);
};
document.getElementById("folder").onchange = async ({ target }) => {
  list.replaceChildren(); let bad = 0, unchecked = 0;
  const fail = (text) => { bad++; say(text, false); };
  const failed = (error, name, text) => {
    if (error.name !== "NotSupportedError") fail(text);
    else { unchecked++; say(name + ": this browser cannot check it", false); }
  };
  const files = new Map([...target.files].map((file) => [file.webkitRelativePath.split("/").slice(1).join("/"), file]));
  const sums = files.get("SHA256SUMS"), signed = files.get("SIGNATURE");
  if (!sums || !signed) { verdict.textContent = "SHA256SUMS or SIGNATURE is missing."; verdict.className = "bad"; return; }
  const bytes = await sums.arrayBuffer(), [publicKey, signature] = (await signed.text()).trim().split("\\n");
  const listed = new Set(["SHA256SUMS", "SIGNATURE", "verify.html", "package.tlog-proof"]);
  for (const line of new TextDecoder().decode(bytes).trim().split("\\n")) {
    const sum = line.slice(0, 64), path = line.slice(66), file = files.get(path); listed.add(path);
    if (!file) fail("missing  " + path);
    else if (hex(await crypto.subtle.digest("SHA-256", await file.arrayBuffer())) !== sum) fail("changed  " + path);
    else say("unchanged ✓  " + path, true);
  }
  const proof = files.get("package.tlog-proof");
  if (proof) try {
    const fault = await proofFault(await proof.text(), hex(await sha(new Uint8Array(bytes))));
    if (fault) fail("package.tlog-proof: " + fault);
  } catch (error) { failed(error, "package.tlog-proof", "package.tlog-proof: it is not a proof of this package"); }
  for (const path of files.keys()) if (!listed.has(path)) fail("not ours  " + path);
  try {
    const key = await crypto.subtle.importKey("raw", raw(publicKey), "Ed25519", false, ["verify"]);
    if (!(await crypto.subtle.verify("Ed25519", key, raw(signature), bytes))) fail("the signature is not of these checksums");
  } catch (error) { failed(error, "SIGNATURE", "SIGNATURE holds no key"); }
  verdict.textContent = bad ? bad + " fault(s): this package was changed or is incomplete."
    : unchecked ? "All files match their checksums, but this browser cannot check who signed them: use a newer one."
    : "All files are unchanged ✓. Signed with key " + publicKey + ": compare it with the one its sender publishes.";
  verdict.className = bad || unchecked ? "bad" : "good";
};
</script></html>
`;
