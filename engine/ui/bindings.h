// Which physical key does what, on two pages: one table from which the input map, the page of keys and its test are
// made. Keys are named by their place on a US keyboard, whatever is printed on them.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "engine/ui/keys.h"
#include "engine/ui/state.h"

namespace cryo::ui {

// No key occurs twice on a page.
std::span<const Binding> bindings(BindingPage page);

// The page with a person's changes: a changed action answers to its new key alone, and whatever that key did before
// loses it.
std::vector<Binding> bindings(BindingPage page, std::span<const Binding> changes);
// Actions of the page that no key reaches any more: the conflicts of those changes.
std::vector<Action> without_key(BindingPage page, std::span<const Binding> changes);
// The changes with one more.
std::vector<Binding> with_change(std::span<const Binding> changes, const Binding& change);

std::string_view key_label(PhysicalKey key);
std::string_view action_label(Action action);

// The page of keys as a person reads it: rows of "keys" and "what they do", in the order of use.
struct KeyRow {
    std::string_view keys;
    std::string_view does;
};
std::span<const KeyRow> key_rows(BindingPage page);

}  // namespace cryo::ui
