import { startNeonEndpoint } from "../../dev/neon-endpoint.ts";

/* The local Neon endpoint in a process of its own, as beside `npm start`: the benchmark's client must not slow it down. */

const { server } = JSON.parse(process.argv[2] ?? "{}") as { server: string };
const endpoint = await startNeonEndpoint((database) => server + database);
process.once("disconnect", () => process.exit());
process.send?.(endpoint.url);
