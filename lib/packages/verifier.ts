/**
 * A page in every package that verifies the package in a browser, offline. It reads the unpacked folder, compares
 * every file with SHA256SUMS, and SHA256SUMS with SIGNATURE (Ed25519 over its bytes).
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
document.getElementById("folder").onchange = async ({ target }) => {
  list.replaceChildren(); let bad = 0;
  const fail = (text) => { bad++; say(text, false); };
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
  for (const path of files.keys()) if (!listed.has(path)) fail("not ours  " + path);
  try {
    const key = await crypto.subtle.importKey("raw", raw(publicKey), "Ed25519", false, ["verify"]);
    if (!(await crypto.subtle.verify("Ed25519", key, raw(signature), bytes))) fail("the signature is not of these checksums");
  } catch { fail("the signature could not be checked in this browser"); }
  verdict.textContent = bad ? bad + " fault(s): this package was changed or is incomplete." : "All files are unchanged ✓. Signed with key " + publicKey + ": compare it with the one its sender publishes.";
  verdict.className = bad ? "bad" : "good";
};
</script></html>
`;
