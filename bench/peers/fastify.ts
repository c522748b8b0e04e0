import { stringify } from "csv-stringify";
import fastify from "fastify";
import pg from "pg";
import QueryStream from "pg-query-stream";

/*
 * The reference of `npm run bench -- peers`: the service that a developer would write by hand for the same data, with the
 * popular libraries and their defaults. It checks no key, counts no limit and sends no ETag.
 */

export type PeerSettings = {
  database: string;
  /** Column names of the answer's fields, in order. */
  columns: readonly string[];
  /** Columns of the hourly means. */
  means: readonly string[];
};

type Range = { start: string; end: string };
type PageQuery = Range & { size: string; after?: string };

const settings = JSON.parse(process.argv[2] ?? "{}") as PeerSettings;
const quoted = (names: readonly string[]) => names.map((name) => `"${name}"`).join(", ");
const columns = quoted(settings.columns);
const means = settings.means.map((name) => `avg("${name}") as "${name}"`).join(", ");
const pool = new pg.Pool({ connectionString: settings.database, max: 20 });
const app = fastify();

app.get<{ Params: { bank: string } }>("/banks/:bank/latest", async ({ params }) => {
  const { rows } = await pool.query(
    `select ${columns} from bank where "BANK_ID" = $1 order by "TIMESTAMP" desc limit 1`,
    [params.bank],
  );
  return rows[0];
});

/** The first page has the number of rows, as the service's; a page after a row has not. */
app.get<{ Params: { bank: string }; Querystring: PageQuery }>(
  "/banks/:bank",
  async ({ params, query }) => {
    const { start, end, size, after } = query;
    const within = `from bank where "BANK_ID" = $1 and "TIMESTAMP" < $2`;
    const page = `select ${columns} ${within} and "TIMESTAMP" ${after ? ">" : ">="} $3 order by "TIMESTAMP" limit $4`;
    const count = `select count(*) ${within} and "TIMESTAMP" >= $3`;
    const range = [params.bank, end, after ?? start];
    const [rows, counted] = await Promise.all([
      pool.query(page, [...range, size]),
      after ? undefined : pool.query(count, range),
    ]);
    return { count: counted && Number(counted.rows[0].count), results: rows.rows };
  },
);

app.get<{ Params: { bank: string }; Querystring: Range }>(
  "/banks/:bank/hourly",
  async ({ params, query }) => {
    const { rows } = await pool.query(
      `select date_trunc('hour', "TIMESTAMP") as hour, ${means} from bank
        where "BANK_ID" = $1 and "TIMESTAMP" >= $2 and "TIMESTAMP" < $3 group by 1 order by 1`,
      [params.bank, query.start, query.end],
    );
    return rows;
  },
);

app.get<{ Querystring: Range }>("/csv", async ({ query }, reply) => {
  const client = await pool.connect();
  const rows = client.query(
    new QueryStream(
      `select ${columns} from bank where "TIMESTAMP" >= $1 and "TIMESTAMP" < $2 order by "TIMESTAMP", "BANK_ID"`,
      [query.start, query.end],
    ),
  );
  rows.once("close", () => client.release());
  const csv = stringify({ header: true, columns: [...settings.columns] });
  rows.once("error", (error) => csv.destroy(error));
  return reply.type("text/csv").send(rows.pipe(csv));
});

process.once("disconnect", () => process.exit());
process.send?.(await app.listen({ host: "127.0.0.1", port: 0 }));
