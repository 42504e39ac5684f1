(() => {
  const typed = {};
  const inputs = 'details form[action$="/change_address"] input[name=value]';
  addEventListener('input', ({ target }) => {
    if (target.matches(inputs)) typed[target.id] = target.value;
  });
  let sent;
  addEventListener('submit', ({ target }) => {
    for (const input of target.querySelectorAll(inputs)) delete typed[input.id];
    const secrets = [...target.querySelectorAll('[autocomplete$="-password"]')];
    sent = { form: target, action: target.getAttribute('action'), secrets: secrets.map(({ id, value }) => [id, value]) };
  }, true);
  const restoreSecrets = () => {
    if (!sent || sent.form.isConnected) return;
    const { action, secrets } = sent;
    sent = undefined;
    if (document.querySelector('[autofocus] .success')) return;
    for (const [id, value] of secrets) {
      const input = document.getElementById(id);
      if (input?.closest('form')?.getAttribute('action') !== action) continue;
      input.value = value;
      input.dispatchEvent(new Event('input', { bubbles: true }));
    }
  };
  const restore = () => {
    restoreSecrets();
    for (const input of document.querySelectorAll(inputs)) {
      if (input.value || !typed[input.id]) continue;
      input.value = typed[input.id];
      input.closest('details').open = true;
    }
  };
  addEventListener('DOMContentLoaded', () => new MutationObserver(restore).observe(document.body, { childList: true }));
})();
