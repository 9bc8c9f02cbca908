// Runs before the first paint, so that a chosen theme does not flash; the policy allows no inline script.
try {
  const preferences = JSON.parse(localStorage.getItem('cozy.preferences') || '{}');
  if (preferences.theme === 'dark' || preferences.theme === 'light') {
    document.documentElement.dataset.theme = preferences.theme;
  }
} catch (error) {
  console.warn('The stored preferences could not be read; the system theme is used.', error);
}
