import { useEffect, useRef } from "preact/hooks";
import type { Asked } from "../../../api/use-ask";
import { useLanguage, useText } from "../../../text";
import { useAddress } from "../../../ui/address";
import { sizeText } from "../../../ui/sizes";
import type { Sample } from "../preview/ask";
import type { Choice } from "../request/address";
import { FORMAT_NAMES } from "../request/formats";
import { type DataRequest, fileNameOf, isPossible } from "../request/request";
import { expectedBytes } from "../request/size";
import { Ended } from "./ended";
import { Running } from "./running";
import { canStream } from "./save-as";
import type { useTransfer } from "./use-transfer";

/** Largest file held in memory, bytes. */
const MOST_IN_MEMORY = 500_000_000;

/** Rows, estimated size and format of the file, with the download button. */
export function FileCard({
  choice,
  request,
  sample,
  chosen,
  download,
}: {
  choice: Choice;
  /** Undefined if there is nothing to download. */
  request: DataRequest | undefined;
  sample: Asked<Sample>;
  chosen: readonly string[];
  download: ReturnType<typeof useTransfer>;
}) {
  const { data, common } = useText();
  const t = data.file;
  const language = useLanguage();
  const { transfer, start, cancel, forget } = download;
  const { data: found, isLoading } = sample;
  const isKnown = found !== undefined && request !== undefined && !sample.problem;
  const bytes = isKnown ? expectedBytes(choice.format, found.first, found.rows, chosen) : undefined;
  const isTooLarge = !canStream() && (bytes ?? 0) > MOST_IN_MEMORY;
  const isRunning = transfer.state === "running";
  const button = useFocusBack(isRunning);
  const size = (value: number) => sizeText(value, language);
  return (
    <section class="card file" aria-labelledby="data-file">
      <h2 id="data-file">{t.title}</h2>
      <dl class="figures" aria-busy={isLoading}>
        <div>
          <dt>{t.rows}</dt>
          <dd>{isKnown ? found.rows.toLocaleString(language) : common.none}</dd>
        </div>
        <div>
          <dt>{t.size}</dt>
          <dd>{bytes === undefined ? common.none : t.about(size(bytes))}</dd>
        </div>
      </dl>
      <FormatChoice choice={choice} />
      {request && (
        <p class="name">
          <code>{fileNameOf(request)}</code>
        </p>
      )}
      {isTooLarge && <p class="note">{t.tooLarge(size(bytes ?? 0), size(MOST_IN_MEMORY))}</p>}
      {isRunning ? (
        <Running
          transfer={transfer}
          isChosen={request !== undefined && fileNameOf(request) === transfer.name}
          onCancel={cancel}
        />
      ) : (
        <>
          <button
            ref={button}
            type="button"
            class="primary"
            disabled={!request || isTooLarge || !isKnown || found.rows === 0}
            onClick={() => request && start(request)}
          >
            {t.start}
          </button>
          {canStream() && <p class="quiet">{t.toDisk}</p>}
        </>
      )}
      <Ended transfer={transfer} onAgain={start} onClose={forget} />
    </section>
  );
}

/** Returns the focus to the download button after a download. */
function useFocusBack(isRunning: boolean) {
  const button = useRef<HTMLButtonElement>(null);
  const wasRunning = useRef(false);
  useEffect(() => {
    const isLost = document.activeElement === document.body;
    if (wasRunning.current && !isRunning && isLost) button.current?.focus({ preventScroll: true });
    wasRunning.current = isRunning;
  }, [isRunning]);
  return button;
}

function FormatChoice({ choice }: { choice: Choice }) {
  const t = useText().data.file;
  const { change } = useAddress();
  const { site, component, bank, format } = choice;
  const sources = { component, bank, banks: site.banks.map(({ bank_id }) => bank_id) };
  return (
    <fieldset class="formats">
      <legend>{t.format}</legend>
      {FORMAT_NAMES.map((name) => (
        <label key={name}>
          <input
            type="radio"
            name="format"
            value={name}
            checked={name === format}
            disabled={!isPossible(sources, name)}
            onChange={() => change({ format: name })}
          />
          {t.formats[name]}
        </label>
      ))}
      {!isPossible(sources, "json") && <p class="quiet">{t.oneBank}</p>}
    </fieldset>
  );
}
