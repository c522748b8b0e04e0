// What stands for the cache of a data centre where the runtime runs alone: it keeps what is put, for ever. A put
// brings an answer as it would go over the wire; a question for what is not there is answered with 504.
const kept = new Map();

export default {
  async fetch(request) {
    if (request.method === "PUT") {
      kept.set(request.url, parse(new Uint8Array(await request.arrayBuffer())));
      return new Response(null, { status: 204 });
    }
    const { body, ...rest } = kept.get(request.url) ?? MISS;
    return new Response(body, rest);
  },
};

const MISS = { body: null, status: 504, headers: { "cf-cache-status": "MISS" } };

function parse(wire) {
  let end = 0;
  while (!(wire[end] === 13 && wire[end + 2] === 13)) end++;
  const [status, ...lines] = new TextDecoder().decode(wire.subarray(0, end)).split("\r\n");
  const headers = new Headers(lines.map((line) => line.split(/:\s*(.*)/s).slice(0, 2)));
  headers.delete("transfer-encoding");
  headers.set("cf-cache-status", "HIT");
  return { body: wire.slice(end + 4), status: Number(status.split(" ")[1]), headers };
}
