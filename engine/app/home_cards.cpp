#include "engine/app/home_cards.h"

#include <algorithm>

#include "engine/app/installation.h"
#include "engine/io/files.h"
#include "engine/scenario/list.h"

namespace cryo::app {

std::vector<ui::CaseCard> home_cards(std::string& problem) {
    const std::string scenes = scenes_folder();
    std::vector<scenario::ScenarioSummary> all = scenario::list_cases_and_lessons(scenes);
    for (scenario::ScenarioSummary& phantom : scenario::list_scenarios(io::join_path(scenes, "phantoms")))
        all.push_back(std::move(phantom));
    std::vector<ui::CaseCard> cards;
    for (const scenario::ScenarioSummary& one : all) {
        if (!one.faults.empty()) {
            problem = to_string(one.faults.front());
            continue;
        }
        ui::CaseCard& card = cards.emplace_back();
        card.id = one.id;
        card.title = one.title;
        card.indication = one.indication;
        card.nerve = one.nerve;
        card.transducer = one.probe;
        card.device = one.device;
        card.difficulty = one.difficulty;
        card.order = one.drill.order;
        card.standing = one.drill.skill;
        card.kind = one.is_phantom        ? ui::CaseKind::TestObject
                    : one.drill.order > 0 ? ui::CaseKind::Drill
                    : one.is_lesson       ? ui::CaseKind::Lesson
                                          : ui::CaseKind::Case;
    }
    std::stable_sort(cards.begin(), cards.end(), [](const ui::CaseCard& a, const ui::CaseCard& b) {
        if (a.kind != b.kind) return a.kind < b.kind;
        return a.kind == ui::CaseKind::Drill ? a.order < b.order : a.difficulty < b.difficulty;
    });
    return cards;
}

}  // namespace cryo::app
