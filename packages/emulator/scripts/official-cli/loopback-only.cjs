// Loaded into the official CLI before its own code: no host name but localhost resolves, so that a run can ask no server but
// the emulator. The CLI looks up www.googleapis.com once and does without.
const dns = require("node:dns");

const lookup = dns.lookup;

dns.lookup = (hostname, options, callback) => {
  if (hostname === "localhost" || hostname === "127.0.0.1") return lookup(hostname, options, callback);
  const done = typeof options === "function" ? options : callback;
  const error = Object.assign(new Error(`${hostname} is not asked`), { code: "ENOTFOUND", hostname });
  return process.nextTick(done, error);
};
