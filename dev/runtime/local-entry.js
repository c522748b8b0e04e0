// The worker as this machine's clients may ask it. Cloudflare and Miniflare tell a worker through headers where a
// request comes from; here anything could send them, so none gets through.
import worker from "./index.js";

const FROM_THE_PLATFORM = /^(cf|mf)-|^(x-forwarded-|x-real-ip$|true-client-ip$)/;

export default {
  ...worker,
  fetch(request, bindings, context) {
    const headers = new Headers(request.headers);
    for (const name of [...headers.keys()]) if (FROM_THE_PLATFORM.test(name)) headers.delete(name);
    headers.set("cf-connecting-ip", "127.0.0.1"); // only this machine reaches the socket
    return worker.fetch(new Request(request, { headers, cf: {} }), bindings, context);
  },
};
