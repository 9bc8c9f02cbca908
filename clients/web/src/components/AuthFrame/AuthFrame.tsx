import type { JSX } from 'solid-js';
import { Logo } from '../Logo/Logo.tsx';
import './AuthFrame.css';

/** The frame of the pages before a log-in: the sign, one card, and the instance's address below. */
export function AuthFrame(props: { title: string; lead?: JSX.Element; children: JSX.Element; foot?: JSX.Element }) {
  return (
    <div class="auth">
      <main class="auth-card">
        <div class="auth-brand">
          <Logo size={40} />
        </div>
        <h1 class="auth-title">{props.title}</h1>
        <p class="auth-lead">{props.lead}</p>
        {props.children}
        <p class="auth-foot">{props.foot}</p>
      </main>
      <footer class="auth-instance">{location.host}</footer>
    </div>
  );
}
