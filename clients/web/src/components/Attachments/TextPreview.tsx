import type { Attachment } from '@cozy/protocol';
import { createMemo, createResource, Match, Show, Switch } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { languageOf } from '../../conversation/attachments.ts';
import { fileSize } from '../../instance/fileSize.ts';
import { highlight } from '../../markdown/highlight.ts';
import { readBeginning } from './readBeginning.ts';
import '@fontsource-variable/jetbrains-mono/wght.css';
import '../Message/MessageContent.css';
import './TextPreview.css';

/** Bytes of a text file that are loaded and shown. */
const SHOWN = 64 * 1024;
/** Characters of a line from which a file is not coloured: minified code takes long and says nothing. */
const LONG_LINE = 2000;

/** The beginning of a text file, coloured when its language is known. */
export default function TextPreview(props: { channelId: string; attachment: Attachment }) {
  const { links } = useInstance();
  const address = () => links.of(props.channelId, props.attachment)?.original;
  // Once it is there, a renewed address changes nothing.
  const source = createMemo<string | undefined>((before) => before ?? address());
  const [text, { refetch }] = createResource(source, (url) => readBeginning(url, SHOWN));
  const html = createMemo(() => {
    const language = languageOf(props.attachment.filename);
    const content = text.error ? undefined : text();
    if (!language || content === undefined) return undefined;
    return content.split('\n').some((line) => line.length > LONG_LINE) ? undefined : highlight(content, language);
  });
  return (
    <Switch fallback={<p class="preview-note">Loading…</p>}>
      <Match when={text.error}>
        <p class="preview-note" role="alert">
          The file could not be loaded.{' '}
          <button type="button" class="preview-again" onClick={() => void refetch()}>
            Try again
          </button>
        </p>
      </Match>
      <Match when={text() !== undefined}>
        {/* It scrolls, and keys must reach that. */}
        <section class="preview" tabindex={0} aria-label={`Beginning of ${props.attachment.filename}`}>
          <pre>
            <Show when={html()} fallback={<code>{text()}</code>}>
              {/* highlight.js escapes what it colours. */}
              {(coloured) => <code innerHTML={coloured()} />}
            </Show>
          </pre>
        </section>
        <Show when={props.attachment.size > SHOWN}>
          <p class="preview-note">
            The first {fileSize(SHOWN)} of {fileSize(props.attachment.size)}.
          </p>
        </Show>
      </Match>
    </Switch>
  );
}
