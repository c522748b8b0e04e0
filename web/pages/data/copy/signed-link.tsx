import { useState } from "preact/hooks";
import { api, got } from "../../../api/client";
import { ApiProblem } from "../../../api/problem";
import { useLanguage, useText } from "../../../text";
import { Choice } from "../../../ui/choice";
import { CodeBlock } from "../../../ui/code-block";
import { Failure } from "../../../ui/failure";
import { momentText } from "../../../ui/times";
import { addressOf, type DataRequest, formatOf } from "../request/request";

const SECONDS = [600, 3600, 86_400, 604_800] as const;

type Link = { url: string; expires_at: string };

/** Creates a download link that works without a key. */
export function SignedLink({ request }: { request: DataRequest }) {
  const t = useText().data.copy;
  const [seconds, setSeconds] = useState<(typeof SECONDS)[number]>(3600);
  const [link, setLink] = useState<Link>();
  const [problem, setProblem] = useState<ApiProblem>();
  if (formatOf(request).from !== "file") return <p class="quiet">{t.linkFiles}</p>;
  const make = async () => {
    setProblem(undefined);
    try {
      const body = { path: addressOf(request), expires_in: seconds };
      setLink(await got(api.POST("/api/ess/download-links/", { body })));
    } catch (error) {
      setLink(undefined);
      setProblem(error instanceof ApiProblem ? error : new ApiProblem(0, { code: "broken" }));
    }
  };
  return (
    <>
      <p class="quiet">{t.link}</p>
      <div class="row">
        <Choice
          label={t.validFor}
          value={String(seconds)}
          options={SECONDS.map((one) => [String(one), t.times[one]])}
          onChange={(value) => setSeconds(SECONDS.find((one) => String(one) === value) ?? 3600)}
        />
        <button type="button" onClick={make}>
          {t.make}
        </button>
      </div>
      {problem && <Failure problem={problem} again={make} />}
      {link && <Made link={link} zone={request.timeZone} />}
    </>
  );
}

function Made({ link: { url, expires_at }, zone }: { link: Link; zone: string }) {
  const t = useText().data.copy;
  const language = useLanguage();
  const until = momentText(Date.parse(expires_at) / 1000, zone, language);
  return (
    <>
      <CodeBlock text={url} label={t.theLink} wraps canCopy />
      <p class="quiet" role="status">
        {t.validUntil(until, zone)}
      </p>
    </>
  );
}
