((script, wasm) => {
  // What a translator or a password manager put into a page may not be taken over. That costs the one island: a copy has
  // no half of a handler, and stays what the server sent, a page that posts and links.
  const leavePlain = (island) => {
    const copy = island.cloneNode(true);
    const chosen = [...island.querySelectorAll('select')].map((select) => select.value);
    copy.querySelectorAll('select').forEach((select, at) => (select.value = chosen[at]));
    const focus = island.contains(document.activeElement) ? document.activeElement.id : '';
    island.replaceWith(copy);
    if (focus) document.getElementById(focus)?.focus();
  };
  const hydrateIslands = (module) => {
    for (const island of document.querySelectorAll('leptos-island')) {
      try {
        module[island.dataset.component](island);
      } catch (error) {
        console.warn(`${island.dataset.component} stays as it came:`, error);
        leavePlain(island);
        module.restore_owner();
      }
    }
  };
  const load = async () => {
    try {
      const module = await import(script);
      await module.default({ module_or_path: wasm });
      module.hydrate(() => hydrateIslands(module));
      hydrateIslands(module);
    } catch (error) {
      console.warn('The page works without WebAssembly, which did not come:', error);
    }
  };
  // After the first paint; a page or a machine that is never idle is not to wait for it.
  'requestIdleCallback' in window ? requestIdleCallback(load, { timeout: 1000 }) : load();
})
