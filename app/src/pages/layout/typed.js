(() => {
  const typed = {};
  const inputs = 'details form[action$="/change_address"] input[name=value]';
  addEventListener('input', ({ target }) => {
    if (target.matches(inputs)) typed[target.id] = target.value;
  });
  addEventListener('submit', ({ target }) => {
    for (const input of target.querySelectorAll(inputs)) delete typed[input.id];
  }, true);
  const restore = () => {
    for (const input of document.querySelectorAll(inputs)) {
      if (input.value || !typed[input.id]) continue;
      input.value = typed[input.id];
      input.closest('details').open = true;
    }
  };
  addEventListener('DOMContentLoaded', () => new MutationObserver(restore).observe(document.body, { childList: true }));
})();
