import { A } from '@solidjs/router';
import type { LucideProps } from 'lucide-solid';
import { ArrowLeft, X } from 'lucide-solid';
import { type Component, For, type JSX, Show } from 'solid-js';
import { createNarrow } from '../../app/media.ts';
import { IconButton } from '../Button/Button.tsx';
import { Icon } from '../Icon/Icon.tsx';
import '../NavItem/NavItem.css';
import './SettingsFrame.css';

/** One part of the settings. */
export interface SettingsSection {
  id: string;
  name: string;
  icon: Component<LucideProps>;
}

interface SettingsFrameProps {
  title: string;
  sections: readonly SettingsSection[];
  /** The open section; undefined shows the list on a narrow screen, and the first one beside it on a wide one. */
  section: string | undefined;
  path: (section?: string) => string;
  onClose: () => void;
  onBack: () => void;
  /** Stands below the list. */
  foot?: JSX.Element;
  children: JSX.Element;
}

/** Settings: the list of sections and the open one; on a narrow screen one after the other. */
export function SettingsFrame(props: SettingsFrameProps) {
  const narrow = createNarrow();
  const current = () =>
    props.sections.find(({ id }) => id === props.section) ?? (narrow() ? undefined : props.sections[0]);
  return (
    <div class="settings" data-open={current() ? '' : undefined}>
      <nav class="settings-nav" aria-label={props.title}>
        <header class="page-head settings-nav-head">
          <h2 class="truncate">{props.title}</h2>
          <Show when={narrow()}>
            <IconButton icon={X} label="Close settings" placement="bottom" onClick={() => props.onClose()} />
          </Show>
        </header>
        <ul class="settings-list">
          <For each={props.sections}>
            {(section) => (
              <li>
                <A
                  class="nav-item"
                  href={props.path(section.id)}
                  data-active={section.id === current()?.id ? '' : undefined}
                  aria-current={section.id === current()?.id ? 'page' : undefined}
                >
                  <Icon of={section.icon} />
                  <span class="nav-item-name truncate">{section.name}</span>
                </A>
              </li>
            )}
          </For>
        </ul>
        <div class="settings-foot">{props.foot}</div>
      </nav>
      <Show when={current()}>
        {(section) => (
          <main class="settings-main">
            <header class="page-head settings-head">
              <Show when={narrow()}>
                <IconButton icon={ArrowLeft} label="Back" placement="bottom" onClick={() => props.onBack()} />
              </Show>
              <h1 class="settings-title truncate">{section().name}</h1>
              <Show when={!narrow()}>
                <IconButton icon={X} label="Close settings" placement="bottom" onClick={() => props.onClose()} />
              </Show>
            </header>
            <div class="settings-scroll">
              <div class="settings-column">{props.children}</div>
            </div>
          </main>
        )}
      </Show>
    </div>
  );
}
