import { LIMITS, type TemplatePreview } from '@cozy/protocol';
import { createResource, createSignal, For, Show } from 'solid-js';
import { useInstance } from '../../../app/context.ts';
import { sentence } from '../../../app/errors.ts';
import { Button } from '../../Button/Button.tsx';
import { Dialog } from '../../Dialog/Dialog.tsx';
import { Notice } from '../../Notice/Notice.tsx';
import { LineSkeletons } from '../../Skeleton/Skeleton.tsx';
import { TextField } from '../../TextField/TextField.tsx';
import type { DoorProps } from './door.ts';
import { StructurePreview } from './StructurePreview.tsx';

/** The gallery of templates, what the chosen one brings, and a name for the new community. */
export function TemplateDoor(props: DoorProps) {
  const instance = useInstance();
  const [name, setName] = createSignal('');
  const [slug, setSlug] = createSignal<string>();
  const [gallery] = createResource(async (): Promise<{ templates: TemplatePreview[]; failure?: string }> => {
    try {
      return await instance.commands.template.list({});
    } catch (error) {
      return { templates: [], failure: sentence(error) };
    }
  });
  const templates = () => gallery.latest?.templates ?? [];
  const chosen = () => templates().find(({ manifest }) => manifest.slug === slug()) ?? templates()[0];
  const submit = () => {
    const template = chosen();
    if (!name().trim() || !template) return;
    props.onCreate({
      name: name().trim(),
      template: template.manifest.slug,
      hue: template.manifest.hue,
      description: template.manifest.description,
    });
  };
  return (
    <Dialog
      title="Use a template"
      description="It brings channels, roles and first messages. All of it is yours to change."
      wide
      onClose={props.onClose}
      onSubmit={submit}
      actions={
        <>
          {props.back}
          <Button type="submit" look="primary" busy={props.action.busy()} disabled={!name().trim() || !chosen()}>
            Create community
          </Button>
        </>
      }
    >
      <TextField
        label="Name"
        value={name()}
        onChange={setName}
        maxLength={LIMITS.nameLength}
        placeholder="The reading circle"
        error={props.action.field('name') ?? props.action.message()}
        required
        autofocus
      />
      <Show when={gallery.latest} fallback={<LineSkeletons count={4} />}>
        {(known) => (
          <Show when={!known().failure} fallback={<Notice look="danger">{known().failure}</Notice>}>
            <div class="gallery">
              <fieldset class="gallery-list">
                <legend class="field-label">Template</legend>
                <For each={templates()}>
                  {({ manifest }) => (
                    <label class="gallery-card">
                      <input
                        type="radio"
                        class="visually-hidden"
                        name="template"
                        checked={chosen()?.manifest.slug === manifest.slug}
                        onChange={() => setSlug(manifest.slug)}
                      />
                      <span class="gallery-mark" style={{ '--hue': manifest.hue }} aria-hidden="true">
                        {manifest.icon}
                      </span>
                      <span class="gallery-text">
                        <span class="gallery-name">{manifest.name}</span>
                        <span class="gallery-note">{manifest.description}</span>
                      </span>
                    </label>
                  )}
                </For>
              </fieldset>
              <Show when={chosen()}>{(template) => <StructurePreview structure={template().structure} />}</Show>
            </div>
          </Show>
        )}
      </Show>
    </Dialog>
  );
}
