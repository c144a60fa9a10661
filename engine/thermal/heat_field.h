// Enthalpy of freezing, perfused tissue on a grid: conservative finite volumes, explicit in time. What is stored per
// cell is the deviation of its enthalpy from the start, so that untouched tissue is exactly zero and float is enough;
// the rate of the start state itself is subtracted, so that the start rests.
//
// Two rates: cells near ice (the quick box) take several stages a step, all others one stage in up to three steps; the
// heat through the faces between them is the same on both sides. Cells beyond the awake box are untouched and cost
// nothing.
//
// Stability and bounds: every stage keeps below the explicit limit of the cells it advances, sum of face and exchange
// coefficients <= heat capacity / dt, so a new temperature lies between the old ones around it.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <vector>

#include "engine/core/grid3.h"
#include "engine/core/hash.h"
#include "engine/core/parallel.h"
#include "engine/thermal/cell_box.h"
#include "engine/thermal/row_kernels.h"
#include "engine/thermal/state_bytes.h"
#include "engine/thermal/tissue_law.h"

namespace cryo::thermal {

struct FieldSetup {
    GridFrame frame;
    std::vector<TissueLaw> laws;     // by tissue number
    std::vector<uint8_t> tissue;     // per cell
    std::vector<double> start_degc;  // per depth (z index)
    std::vector<float> perfusion;    // W/(m3 K) per cell, flowing vessels among them; empty = the laws'
    std::vector<bool> keeps_flow;    // by tissue number: ice does not stop what flows in it; empty = none
    double blood_degc = anatomy::kBodyDegc;
};

enum class Face : uint8_t { XLow, XHigh, YLow, YHigh, ZLow, ZHigh };
inline constexpr int kFaceCount = 6;

enum class FaceKind : uint8_t {
    Insulated,
    Distant,  // unbounded tissue of the same kind beyond, at its start temperature
    Surface   // a film to an ambient temperature; an infinite film holds the face at that temperature
};

struct FaceCondition {
    FaceKind kind = FaceKind::Insulated;
    double film_w_per_m2_k = 0.0;
    double ambient_degc = 37.0;
};

// A cell that a needle fills in part: see TissueLaw::with_metal.
struct MetalCell {
    size_t cell = 0;
    double share = 0.0;
    bool operator==(const MetalCell&) const = default;
};

class HeatField;

// Heat exchanged by something inside the tissue: called in every stage of the quick box, after the face fluxes and
// before the new temperatures. Adds to deviation() from potential() of the stage's beginning.
class StageHook {
  public:
    virtual ~StageHook() = default;
    virtual void exchange(HeatField& field, double dt_s) = 0;
};

class HeatField {
  public:
    HeatField(FieldSetup setup, ThreadPool& pool);

    // The faces as they are at the start; the start state is held against them.
    void set_start_faces(const std::array<FaceCondition, kFaceCount>& faces);
    // A face from now on.
    void set_face(Face face, const FaceCondition& condition);

    // Stages per advance(), from tissue, spacing and dt_s alone.
    void set_step(double dt_s);
    int quick_stages() const { return slow_stages_ * quick_per_slow_; }
    int slow_stages() const { return slow_stages_; }        // more than one only on fine grids
    int steps_per_slow() const { return steps_per_slow_; }  // more than one only where slow_stages() is one
    // Exchange of a hook per cell is bounded by this times conductivity over spacing squared.
    static constexpr double kExchangeBound = 0.72;

    void advance(StageHook* hook);  // by dt_s
    bool awake() const { return !awake_.empty(); }
    const CellBox& awake_box() const { return awake_; }
    const CellBox& quick_box() const { return quick_; }

    // Cells that take part in quick stages however warm they are: those of needles.
    void set_quick_cells(const CellBox& box);
    void set_metal(const std::vector<MetalCell>& cells);
    void set_perfusion(size_t cell, float w_per_m3_k);  // of a vessel or of tissue, from now on
    // Another tissue in some cells, at given temperatures; the start state is rebalanced.
    struct Refill {
        size_t cell;
        uint8_t tissue;
        double temperature_degc;
    };
    void refill(const std::vector<Refill>& cells);

    // For exact solutions in tests: any temperature, cells held at theirs, heat set free in cells (W/m3).
    void set_temperature(size_t cell, double temperature_degc);
    void refresh();  // after set_temperature: everything is awake and consistent
    void hold(std::vector<size_t> cells);
    void set_source(std::vector<float> w_per_m3);

    const GridFrame& frame() const { return temperature_.frame(); }
    double cell_volume_m3() const;
    const TissueLaw& law(size_t cell) const { return laws_[tissue_[cell]]; }
    const std::vector<TissueLaw>& laws() const { return laws_; }
    const std::vector<uint8_t>& tissue() const { return tissue_; }
    double start_degc(int depth_index) const { return start_degc_[static_cast<size_t>(depth_index)]; }
    const Grid3<float>& temperature_degc() const { return temperature_; }
    const Grid3<float>& coldest_degc() const { return coldest_; }
    const Grid3<float>& treated_s() const { return treated_s_; }
    const std::vector<float>& potential() const { return potential_; }
    std::vector<float>& deviation() { return deviation_; }
    const std::vector<float>& deviation() const { return deviation_; }

    // Heat into the tissue since the start, in joules: everything stored; by blood; through the box's faces.
    double stored_j() const;
    double blood_j() const { return blood_j_; }
    double faces_j() const { return faces_j_; }
    void keep_ledger(bool on) { keep_ledger_ = on; }

    void add_to(StateHash& hash) const;
    void save(ByteWriter& bytes) const;
    void load(ByteReader& bytes);

  private:
    // Cells of one tissue along a row, all with neighbours of the same tissue or all with some of another.
    struct Run {
        int begin = 0;
        int end = 0;
        uint8_t tissue = 0;
        bool mixed = false;
        float start_enthalpy = 0.0F;
        float balance = 0.0F;  // of runs that are not mixed
    };
    struct FaceState {
        FaceCondition condition;
        std::vector<float> conductance;  // Distant: W/(m2 K) per face cell,
        std::vector<float> start_degc;   // and its temperature at the start
        std::vector<double> start_flux;  // Surface: W/m2 per face cell at the start; empty: none
    };

    void build_runs();
    void measure_balance();
    void start_all_cells();
    double face_flux(const FaceState& face, size_t face_cell, size_t cell) const;
    double surface_flux(const FaceCondition& surface, size_t cell) const;
    void build_face(Face face, const FaceCondition& condition, FaceState& state) const;
    size_t face_cell_at(Face face, const Index3& at) const;
    template <class Visit>
    void visit_face(Face face, const Visit& visit) const;  // visit(face cell, cell, place)

    // advance
    void quick_stage(double dt_s, StageHook* hook);
    void slow_stage(double dt_s);
    void catch_up();
    void swap_shell_for_mean(double dt_s);
    void restore_shell();
    void flux_row(int j, int k, int begin, int end, double dt_s);
    void state_row(int j, int k, int begin, int end);
    void flux_plane(const CellBox& box, const CellBox& without, int k, double dt_s);
    void state_plane(const CellBox& box, const CellBox& without, int k);
    void faces_plane(const CellBox& box, const CellBox& without, int k, double dt_s);
    void face_row(Face face, int begin, int end, int j, int k, double dt_s);
    void metal_state();
    void run_planes(const CellBox& box, const std::function<void(int)>& body);
    void record_cold(double dt_s);
    void update_boxes();
    void list_shell();
    void hold_cells();
    void book(const CellBox& box, const CellBox& without, double dt_s);

    ThreadPool& pool_;
    std::vector<TissueLaw> laws_;
    std::vector<RowLaw> row_laws_;
    std::vector<uint8_t> tissue_;
    std::vector<float> tissue_number_;  // the same, as the row loops want it
    std::vector<double> start_degc_;
    std::vector<bool> keeps_flow_;
    double blood_degc_;
    std::vector<Run> runs_;
    std::vector<int> run_begin_;   // per row, plus one
    std::vector<float> balances_;  // per cell; read in mixed runs
    std::array<FaceState, kFaceCount> faces_;
    std::vector<MetalCell> metal_;
    std::vector<size_t> held_;
    std::vector<float> held_deviation_;
    std::vector<float> source_;

    Grid3<float> temperature_;
    Grid3<float> coldest_;
    Grid3<float> treated_s_;
    std::vector<float> deviation_;  // enthalpy beyond the start, J/m3
    std::vector<float> potential_;
    std::vector<float> resistivity_;
    std::vector<float> perfusion_;        // as it acts
    std::vector<float> full_perfusion_;   // where nothing is or was frozen
    std::vector<float> start_perfusion_;  // for the ledger

    double dt_s_ = 0.1;
    int slow_stages_ = 1;
    int quick_per_slow_ = 1;
    int steps_per_slow_ = 1;
    int steps_behind_ = 0;  // of the slow cells
    CellBox awake_;
    CellBox quick_;
    CellBox quick_cells_;   // of needles
    CellBox cold_sources_;  // cells at cold faces and in sources: ice may begin there
    std::vector<size_t> shell_;
    std::vector<double>
        shell_sum_;  // potential and temperature per shell cell, times seconds since the last slow stage
    std::vector<float> shell_saved_;

    bool tissue_changed_ = false;  // by refill(); what was before is kept for load()
    std::vector<uint8_t> first_tissue_;
    std::vector<float> first_perfusion_;

    bool keep_ledger_ = false;
    double stored_before_j_ = 0.0;  // what refills and needles brought in or took out, not heat that flowed
    double blood_j_ = 0.0;
    double faces_j_ = 0.0;
};

}  // namespace cryo::thermal
