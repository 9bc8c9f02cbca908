import type { TemplateStructure } from '@cozy/protocol';
import { For, Show } from 'solid-js';
import { CHANNEL_ICONS } from '../../../conversation/channelTypes.ts';
import { Icon } from '../../Icon/Icon.tsx';

/** The channels and roles that a new community begins with. */
export function StructurePreview(props: { structure: TemplateStructure }) {
  const groups = () => [
    { key: undefined, name: undefined },
    ...props.structure.categories.map(({ key, name }) => ({ key, name })),
  ];
  const inside = (key: string | undefined) => props.structure.channels.filter(({ category }) => category === key);
  return (
    <section class="preview" aria-label="What it begins with">
      <h3 class="preview-title">Channels</h3>
      <For each={groups()}>
        {({ key, name }) => (
          <Show when={inside(key).length > 0}>
            <Show when={name}>
              <p class="preview-category">{name}</p>
            </Show>
            <ul>
              <For each={inside(key)}>
                {(channel) => (
                  <li class="preview-channel">
                    <Icon of={CHANNEL_ICONS[channel.type]} size={16} />
                    <span class="truncate">{channel.name}</span>
                  </li>
                )}
              </For>
            </ul>
          </Show>
        )}
      </For>
      <h3 class="preview-title">Roles</h3>
      <ul class="preview-roles">
        <li class="preview-role">Owner</li>
        <For each={props.structure.roles}>
          {(role) => (
            <li class="preview-role" style={role.hue === undefined ? {} : { '--hue': role.hue }} data-hued={role.hue}>
              {role.name}
            </li>
          )}
        </For>
        <li class="preview-role">Member</li>
      </ul>
    </section>
  );
}
