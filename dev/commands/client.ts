import { buildClient } from "../build/client.ts";
import { main } from "../terminal.ts";

/** `npm run client`: makes the package of the TypeScript client. */
await main(async () => {
  buildClient();
  console.log("dist/client is the package: npm pack ./dist/client makes the file to install");
});
