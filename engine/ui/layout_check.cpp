#include "engine/ui/layout_check.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace cryo::ui {

namespace {

// Antialiased edges and rounding to whole pixels.
constexpr double kSlackPx = 1.5;
// A line's box is taller than its letters: this share above and below is empty.
constexpr double kEmptyShare = 0.18;

Rect common(const Rect& a, const Rect& b) {
    const double x = std::max(a.x, b.x), y = std::max(a.y, b.y);
    return {x, y, std::min(a.right(), b.right()) - x, std::min(a.bottom(), b.bottom()) - y};
}

// Where the letters are.
Rect ink(const LaidOut& laid) {
    const Rect& r = laid.rect;
    if (laid.part != Part::Text) return r;
    const double empty = std::min(kEmptyShare * r.height, 6.0);
    return {r.x + 1.0, r.y + empty, r.width - 2.0, r.height - 2.0 * empty};
}

bool reaches_out(const Rect& inner, const Rect& outer, bool up_and_down) {
    if (inner.x < outer.x - kSlackPx || inner.right() > outer.right() + kSlackPx) return true;
    return up_and_down && (inner.y < outer.y - kSlackPx || inner.bottom() > outer.bottom() + kSlackPx);
}

bool collide(const Rect& a, const Rect& b) {
    const Rect both = common(a, b);
    return both.width > kSlackPx && both.height > kSlackPx;
}

std::string where(const LaidOut& laid) {
    char text[160];
    std::snprintf(text, sizeof text, "\"%.60s\" in %.40s (%.0f,%.0f %.0fx%.0f)", laid.text.c_str(), laid.window.c_str(),
                  laid.rect.x, laid.rect.y, laid.rect.width, laid.rect.height);
    return text;
}

// Whether two parts of one window stand in each other's way.
bool in_the_way(const LaidOut& a, const LaidOut& b) {
    if (a.part == Part::Surface || b.part == Part::Surface) return false;
    if (a.is_label || b.is_label) return false;
    const Rect seen_a = common(ink(a), a.clip), seen_b = common(ink(b), b.clip);
    if (!collide(seen_a, seen_b)) return false;
    if (a.part == b.part) return true;
    // A text belongs to a control when it lies inside of it.
    const LaidOut& text = a.part == Part::Text ? a : b;
    const LaidOut& control = a.part == Part::Text ? b : a;
    return reaches_out(ink(text), control.rect, true);
}

}  // namespace

std::vector<std::string> layout_faults(const std::vector<LaidOut>& parts, double unit) {
    const double least_px = kLeastTargetPx * std::min(1.0, unit) - 0.5;
    std::vector<std::string> faults;
    for (const LaidOut& laid : parts) {
        if (laid.part == Part::Surface) continue;
        if (reaches_out(ink(laid), laid.clip, !laid.scrolls)) faults.push_back("cut: " + where(laid));
        if (laid.part == Part::Control && std::min(laid.rect.width, laid.rect.height) < least_px)
            faults.push_back("small: " + where(laid));
    }
    for (size_t i = 0; i < parts.size(); ++i)
        for (size_t k = i + 1; k < parts.size(); ++k)
            if (parts[i].window == parts[k].window && in_the_way(parts[i], parts[k]))
                faults.push_back("overlap: " + where(parts[i]) + " and " + where(parts[k]));
    return faults;
}

}  // namespace cryo::ui
