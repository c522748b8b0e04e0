import type { RolledComponent } from "../../site/rollup.ts";

type IndicatorPlace = { path: string; component: RolledComponent; id: string; what: string };

/** The lists of an indicator of banks and racks, below `/api/ess/stats/`. `id` is the suffix of their operation ids. */
export function indicatorPlaces(indicator: string): readonly IndicatorPlace[] {
  const banks = `/api/ess/stats/${indicator}/operating-sites/{site}/banks/`;
  return [
    { path: banks, component: "bank", id: "Banks", what: "each bank" },
    { path: `${banks}{bank}/`, component: "bank", id: "Bank", what: "a bank" },
    { path: `${banks}{bank}/racks/`, component: "rack", id: "Racks", what: "each rack of a bank" },
    { path: `${banks}{bank}/racks/{rack}/`, component: "rack", id: "Rack", what: "a rack" },
  ];
}
