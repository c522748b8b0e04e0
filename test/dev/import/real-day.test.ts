import { describe, expect, test } from "vitest";
import { hasRealDay, REAL_DAY, REAL_DAY_NAME } from "../../support/real-day.ts";
import { workplace } from "./support.ts";

describe.skipIf(!hasRealDay)(
  `a real day of both banks of site 2 (skipped where ${REAL_DAY_NAME} is absent)`,
  () => {
    const place = workplace();

    test("is imported whole, and the second time changes nothing", async () => {
      expect(await place.import(REAL_DAY)).toEqual({
        rows: 168_601,
        inserted: 168_601,
        updated: 0,
        unchanged: 0,
        repeated: 0,
      });
      const stored = await place.query(
        `select "BANK_ID" as bank, count(*)::int as rows,
        min("TIMESTAMP") = '2022-05-10T00:00+09:00' and max("TIMESTAMP") = '2022-05-11T00:00+09:00' as day,
        bool_and("MASTER_RACK_COMMUNICATION_FAULT" is json object) as json,
        bool_and("BANK_SOC" between 0 and 100) as charge
       from bank group by 1 order by 1`,
      );
      expect(stored).toEqual([
        { bank: 1, rows: 84_503, day: true, json: true, charge: true },
        { bank: 2, rows: 84_098, day: true, json: true, charge: true },
      ]);
      const before = await place.state();
      expect(await place.import(REAL_DAY)).toEqual({
        rows: 168_601,
        inserted: 0,
        updated: 0,
        unchanged: 168_601,
        repeated: 0,
      });
      expect(await place.state()).toEqual(before);
    });
  },
);
