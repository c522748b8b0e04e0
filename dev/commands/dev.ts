import { HOST } from "../runtime/wrangler.ts";
import { main, UsageError } from "../terminal.ts";
import { startWebServer } from "../web-server.ts";

const SERVICE = `http://${HOST}:8787`;

/** `npm run dev -- [URL]`: the web with hot reload, before the service at `URL`. */
await main(async () => {
  const service = process.argv[2] ?? SERVICE;
  if (!URL.canParse(service) || !/^https?:$/.test(new URL(service).protocol))
    throw new UsageError(`${service} is not the URL of a service. Expected: ${SERVICE}`);
  const port = Number(process.env.PORT ?? 5173);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new UsageError("PORT must be a number from 1 to 65535");
  await startWebServer({ service, port }).catch((error: Error) => {
    if (!/already in use/.test(error.message)) throw error;
    throw new UsageError(
      `Port ${port} is in use. Stop the process that uses it, or choose another: PORT=${port + 1} npm run dev`,
    );
  });
  console.log(`The web, with hot reload: http://localhost:${port}/ (service: ${service})`);
  const answer = await fetch(new URL("/healthz", service)).catch(() => undefined);
  if (!answer?.ok)
    console.error(
      `No service answers at ${service}. Start one with npm start, or name another: npm run dev -- URL`,
    );
});
