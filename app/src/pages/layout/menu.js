(() => {
  const open = () => [...document.querySelectorAll('details.menu[open]')];
  const close = (menus) => menus.forEach((menu) => menu.removeAttribute('open'));
  const leave = ({ target }) => close(open().filter((menu) => !menu.contains(target)));
  addEventListener('click', leave);
  addEventListener('focusin', leave);
  addEventListener('pagehide', () => close(open()));
  // Then nothing shows through it. This event does not bubble.
  addEventListener('load', ({ target }) => target.matches?.('.picture') && target.classList.add('came'), true);
  addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape') return;
    for (const menu of open()) {
      if (menu.contains(document.activeElement)) menu.querySelector('summary').focus();
      close([menu]);
    }
  });
})();
