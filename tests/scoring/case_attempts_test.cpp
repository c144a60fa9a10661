// Attempts at the further cases, written by hand or recorded, to pass or to fail for one reason: that reason is found.
#include "tests/scoring/played.h"

namespace cryo::scoring {
namespace {

// A careless attempt fails, and this critical error is why.
struct Careless {
    const char* attempt;
    const char* critical;
};

class CarelessAttempt : public testing::TestWithParam<Careless> {};

TEST_P(CarelessAttempt, FailsForTheReasonItWasWrittenFor) {
    const Assessment& a = played(GetParam().attempt);
    EXPECT_FALSE(a.pass);
    EXPECT_TRUE(has_critical(a, GetParam().critical)) << testing::PrintToString(a.reasons);
}

std::string name_of_attempt(const testing::TestParamInfo<Careless>& one) { return one.param.attempt; }

INSTANTIATE_TEST_SUITE_P(
    Cases, CarelessAttempt,
    testing::Values(Careless{"knee_superomedial_genicular_artery", "CF1"}, Careless{"stump_neuroma_artery", "CF1"},
                    Careless{"back_lumbar_medial_branch_artery", "CF1"}, Careless{"chest_intercostal_pleura", "CF1"},
                    Careless{"chest_rib_metastasis_pleura", "CF1"}, Careless{"thigh_saphenous_canal_artery", "CF1"},
                    Careless{"thigh_sciatic_proximal_artery", "CF1"}, Careless{"neck_greater_occipital_deep", "CF1"},
                    Careless{"temple_auriculotemporal_artery", "CF1"}),
    name_of_attempt);

TEST(FemoralAttempt, PassesByRefusingForWhatTheTwitchShows) {
    const Assessment& a = played("groin_femoral_refuse_good");
    EXPECT_TRUE(a.pass) << testing::PrintToString(a.reasons);
    EXPECT_TRUE(a.criticals.empty());
    EXPECT_EQ(a.metric("D1")->value, 1.0);
}

// ---- slow: whole treatments

TEST(LongAttempt, FreezingTheFemoralNerveIsTheOneThingNotToDo) {
    const Assessment& a = played("groin_femoral_refuse_treated");
    EXPECT_FALSE(a.pass);
    EXPECT_TRUE(has_critical(a, "CF8")) << testing::PrintToString(a.reasons);
    EXPECT_EQ(a.metric("D1")->value, 0.0);
}

TEST(LongAttempt, GasUnderTheSkinFreezesIt) {
    for (const char* name : {"leg_sural_skin", "leg_superficial_peroneal_skin", "thigh_lateral_cutaneous_skin",
                             "back_superior_cluneal_skin"}) {
        const Assessment& a = played(name);
        EXPECT_FALSE(a.pass) << name;
        EXPECT_TRUE(has_critical(a, "CF4")) << name << ": " << testing::PrintToString(a.reasons);
    }
}

TEST(LongAttempt, TheBuiltInPlayersRecordingsPass) {
    for (const char* name :
         {"back_superior_cluneal_robot", "neck_greater_occipital_robot", "leg_sural_robot",
          "leg_superficial_peroneal_robot", "thigh_lateral_cutaneous_robot", "temple_auriculotemporal_robot",
          "thigh_saphenous_canal_robot", "chest_rib_metastasis_robot"}) {
        const Assessment& a = played(name);
        EXPECT_TRUE(a.pass) << name << ": " << testing::PrintToString(a.reasons);
        EXPECT_TRUE(a.criticals.empty()) << name;
    }
}

// An expert's and a careless attempt of the same case.
struct Pair {
    const char* expert;
    const char* careless;
};
constexpr Pair kPairs[] = {
    {"knee_ipbsn_good", "knee_ipbsn_novice"},
    {"back_superior_cluneal_robot", "back_superior_cluneal_skin"},
    {"neck_greater_occipital_robot", "neck_greater_occipital_deep"},
    {"leg_sural_robot", "leg_sural_skin"},
    {"leg_superficial_peroneal_robot", "leg_superficial_peroneal_skin"},
    {"thigh_lateral_cutaneous_robot", "thigh_lateral_cutaneous_skin"},
    {"temple_auriculotemporal_robot", "temple_auriculotemporal_artery"},
    {"thigh_saphenous_canal_robot", "thigh_saphenous_canal_artery"},
    {"chest_rib_metastasis_robot", "chest_rib_metastasis_pleura"},
    {"groin_femoral_refuse_good", "groin_femoral_refuse_treated"},
};

TEST(LongAttempt, TheExpertIsAlwaysAboveTheCareless) {
    for (const Pair& pair : kPairs) {
        EXPECT_GT(played(pair.expert).overall, played(pair.careless).overall) << pair.expert;
        EXPECT_TRUE(played(pair.expert).pass) << pair.expert;
        EXPECT_FALSE(played(pair.careless).pass) << pair.careless;
    }
}

// Images taken at any rate cut the simulation into other pieces, and threads share its work otherwise.
TEST(LongAttempt, FramesAndThreadsDoNotChangeAScore) {
    for (const Pair& pair : kPairs)
        for (const char* name : {pair.expert, pair.careless}) {
            const Assessment& whole = played(name);
            const Assessment pieces = played_in_pieces(name, 3, 7);
            EXPECT_EQ(whole.overall, pieces.overall) << name;
            EXPECT_EQ(whole.verdict, pieces.verdict) << name;
            for (const MetricResult& metric : whole.metrics)
                EXPECT_EQ(metric.value, pieces.metric(metric.id)->value) << name << ": " << metric.id;
        }
}

}  // namespace
}  // namespace cryo::scoring
