//! Lets go of what an island shows when its page goes. Leptos forgets the views of islands on purpose, so that they live as long as the
//! document, with their elements, closures and listeners; here a document shows one page after the other.

use leptos::prelude::*;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::renderer::types;
use leptos::tachys::view::{Mountable, Position, PositionState};

/// Keeps the view of an island as long as the page's reactive owner.
pub(super) fn kept_with_page<V: IntoView>(view: V) -> Kept<View<V>> {
    Kept(view.into_view())
}

pub(super) struct Kept<V>(V);

/// The view's state stands in the owner's arena; of what is forgotten only its place is left.
pub(super) struct KeptState<S: 'static>(StoredValue<S, LocalStorage>);

impl<V> Render for Kept<V>
where
    V: Render,
    V::State: 'static,
{
    type State = KeptState<V::State>;

    fn build(self) -> Self::State {
        KeptState(StoredValue::new_local(self.0.build()))
    }

    fn rebuild(self, state: &mut Self::State) {
        state.0.try_update_value(|state| self.0.rebuild(state));
    }
}

impl<V> AddAnyAttr for Kept<V>
where
    V: RenderHtml,
    V::State: 'static,
{
    /// Nobody adds any to an island.
    type Output<A: leptos::attr::Attribute> = V::Output<A>;

    fn add_any_attr<A: leptos::attr::Attribute>(self, attribute: A) -> Self::Output<A>
    where
        Self::Output<A>: RenderHtml,
    {
        self.0.add_any_attr(attribute)
    }
}

impl<V> RenderHtml for Kept<V>
where
    V: RenderHtml,
    V::State: 'static,
{
    type AsyncOutput = V::AsyncOutput;
    type Owned = V::Owned;

    const MIN_LENGTH: usize = V::MIN_LENGTH;

    fn dry_resolve(&mut self) {
        self.0.dry_resolve();
    }

    fn resolve(self) -> impl Future<Output = Self::AsyncOutput> + Send {
        self.0.resolve()
    }

    fn to_html_with_buf(
        self,
        buf: &mut String,
        position: &mut Position,
        escape: bool,
        mark_branches: bool,
        extra_attrs: Vec<AnyAttribute>,
    ) {
        self.0
            .to_html_with_buf(buf, position, escape, mark_branches, extra_attrs);
    }

    fn hydrate<const FROM_SERVER: bool>(self, cursor: &Cursor, position: &PositionState) -> Self::State {
        KeptState(StoredValue::new_local(
            self.0.hydrate::<FROM_SERVER>(cursor, position),
        ))
    }

    fn into_owned(self) -> Self::Owned {
        self.0.into_owned()
    }
}

impl<S: Mountable + 'static> Mountable for KeptState<S> {
    fn unmount(&mut self) {
        self.0.try_update_value(Mountable::unmount);
    }

    fn mount(&mut self, parent: &types::Element, marker: Option<&types::Node>) {
        self.0.try_update_value(|state| state.mount(parent, marker));
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        self.0
            .try_with_value(|state| state.insert_before_this(child))
            .unwrap_or(false)
    }

    fn elements(&self) -> Vec<types::Element> {
        self.0.try_with_value(Mountable::elements).unwrap_or_default()
    }
}
