import { useEffect, useLayoutEffect } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { Site } from "../../api/paths";
import { useAsk } from "../../api/use-ask";
import { useMay } from "../../shell/session";
import { useSites } from "../../shell/sites";
import { useLanguage, useText } from "../../text";
import { useAddress } from "../../ui/address";
import { Failure } from "../../ui/failure";
import { Loading } from "../../ui/loading";
import { percentText } from "../../ui/numbers";
import { addressText } from "../../ui/times";
import { useTitle } from "../../ui/title";
import { useSettled } from "../../ui/use-settled";
import { ChooseCard } from "./choose/choose-card";
import { CopyCard } from "./copy/copy-card";
import { fieldsOf } from "./fields/columns";
import { FieldsCard } from "./fields/fields-card";
import { GapsCard } from "./gaps/gaps-card";
import { askColumns, askSample } from "./preview/ask";
import { PreviewCard } from "./preview/preview-card";
import { type Choice, readChoice, sourceCount } from "./request/address";
import { chosenFields } from "./request/fields";
import { presetRange } from "./request/range";
import { addressOf, type Names } from "./request/request";
import { FileCard } from "./transfer/file-card";
import { searchOfTransfer } from "./transfer/transfer";
import { useTransfer } from "./transfer/use-transfer";
import "../../style/data.css";

/** `/data`: select, preview and download rows, or copy the request. */
export function Data() {
  const { data: t } = useText();
  const [mayRaw, mayDi] = [useMay("raw:read"), useMay("di:read")];
  const mayHave: Names[] = [...(mayRaw ? ["raw" as const] : []), ...(mayDi ? ["di" as const] : [])];
  const sites = useSites();
  const { query } = useAddress();
  const choice = readChoice(query, sites.data ?? [], mayHave);
  const download = useTransfer();
  const isComingBack = useChoiceOfTransfer();
  const share = download.transfer.state === "running" && download.transfer.progress.share;
  const language = useLanguage();
  useTitle(share ? percentText(Math.floor(share * 100) / 100, language) : undefined, t.title);
  return (
    <>
      <h1>{t.title}</h1>
      <p class="quiet">{t.about}</p>
      {mayHave.length === 0 ? (
        <p class="card empty">{t.mayNothing}</p>
      ) : sites.problem && !sites.data ? (
        <Failure problem={sites.problem} again={sites.again} />
      ) : !sites.data || isComingBack ? (
        <div class="card">
          <Loading lines={6} />
        </div>
      ) : !choice ? (
        <p class="card empty">{t.noSites}</p>
      ) : (
        <Chosen choice={choice} sites={sites.data} mayHave={mayHave} download={download} />
      )}
    </>
  );
}

/** Restores the selection of a running download. */
function useChoiceOfTransfer(): boolean {
  const { path, query, route } = useLocation();
  const search = Object.keys(query).length === 0 ? searchOfTransfer() : "";
  useLayoutEffect(() => {
    if (search) route(path + search, true);
  }, [search]);
  return search !== "";
}

/** Cards of a selection. */
function Chosen({
  choice,
  sites,
  mayHave,
  download,
}: {
  choice: Choice;
  sites: readonly Site[];
  mayHave: readonly Names[];
  download: ReturnType<typeof useTransfer>;
}) {
  const { query, change } = useAddress();
  useWholeAddress(choice);
  const { site, component, extent, request } = choice;
  const catalog = site.components[component]?.columns ?? [];
  const columns = useColumns(choice);
  const fields = fieldsOf(columns.data ?? [], catalog);
  const names = fields.map(({ name }) => name);
  const chosen = chosenFields(names, query);
  const ready = chosen.length > 0 ? request : undefined;
  const key = useSettled(ready && addressOf(ready));
  const sample = useAsk(key, (signal) => {
    if (!ready) throw new Error("nothing is chosen");
    return askSample(ready, names, chosen, signal);
  });
  const isCurrent = ready !== undefined && key === addressOf(ready) && !sample.isLoading;
  const shown = ready ? sample : { ...sample, data: undefined, isLoading: false };
  const toNewest = extent && (() => change(rangeText(presetRange("day", extent), site.time_zone)));
  const field = catalog.find(({ type }) => type === "double precision")?.name ?? "timestamp";
  return (
    <div class="data">
      <ChooseCard choice={choice} sites={sites} mayHave={mayHave} />
      <GapsCard
        request={request}
        rows={isCurrent ? sample.data?.rows : undefined}
        field={field}
        lanes={sourceCount(choice)}
      />
      {columns.problem && <Failure problem={columns.problem} again={columns.again} />}
      {columns.data ? (
        <FieldsCard fields={fields} chosen={new Set(chosen)} />
      ) : (
        <div class="card">
          <Loading lines={8} height={440} />
        </div>
      )}
      <div class="stack side">
        <FileCard
          choice={choice}
          request={ready}
          sample={{ ...shown, isLoading: ready !== undefined && !isCurrent }}
          chosen={chosen}
          download={download}
        />
        <CopyCard request={ready} hasTime={chosen.includes("timestamp")} />
      </div>
      <PreviewCard sample={shown} fields={fields} zone={site.time_zone} onNewest={toNewest} />
    </div>
  );
}

/** Field names, in file order. */
function useColumns({ site, component, names, request }: Choice) {
  const known = site.components[component]?.columns.map(({ name }) => name);
  const isHidden = names === "di" && request !== undefined;
  const asked = useAsk(isHidden ? `columns ${site.id} ${component}` : undefined, (signal) => {
    if (!request) throw new Error("nothing is chosen");
    return askColumns(request, signal);
  });
  return names === "di" ? asked : { ...asked, data: known, problem: undefined };
}

const rangeText = ({ from, to }: { from: number; to: number }, zone: string) => ({
  from: addressText(from, zone),
  to: addressText(to, zone),
});

/** Writes defaults into the URL, so that it can be shared. */
function useWholeAddress({ site, component, range }: Choice): void {
  const { query, change } = useAddress();
  useEffect(() => {
    const isWhole = query["site"] && query["component"] && query["from"] && query["to"];
    if (isWhole) return;
    change({
      site: String(site.id),
      component,
      ...(range ? rangeText(range, site.time_zone) : {}),
    });
  }, [site.id, component, range?.from, range?.to]);
}
