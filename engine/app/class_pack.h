// A class pack on this machine: its files laid out where cases can be read from them, and each station as the session
// that every learner gets.
#pragma once

#include <memory>
#include <string>

#include "engine/core/result.h"
#include "engine/scenario/scenario.h"
#include "engine/session/session.h"
#include "engine/station/pack.h"

namespace cryo::app {

class OpenPack {
  public:
    // Reads the file and lays out what is in it, in the user's folder. Fails where it is damaged or a case in it is.
    static Result<OpenPack> open(const std::string& file);

    const station::Pack& pack() const { return pack_; }
    int station_count() const { return static_cast<int>(pack_.stations.size()); }

    // From 1. A case has the pinned device and no other.
    std::shared_ptr<const scenario::Scenario> scenario(int station) const;
    session::Setup setup(int station, const std::string& learner) const;

    // Where this learner's recordings go when nothing else is said.
    std::string hand_in_folder(const std::string& learner) const;

  private:
    OpenPack() = default;
    station::Pack pack_;
    std::vector<std::shared_ptr<const scenario::Scenario>> scenarios_;
};

// A learner going through the stations of a pack. A station that was begun is over: its recording stands, whole or not.
class ClassRun {
  public:
    // `folder` "" is the learner's own for this pack.
    ClassRun(OpenPack pack, std::string learner, std::string folder);

    const OpenPack& pack() const { return pack_; }
    const std::string& learner() const { return learner_; }
    const std::string& folder() const { return folder_; }
    bool is_done(int station) const;
    int next() const;  // the first that is not done; 0 when all are
    std::string recording_file(int station) const;
    session::AttemptWriter::InClass recording(int station, const std::string& input) const;

  private:
    OpenPack pack_;
    std::string learner_;
    std::string folder_;
};

// The case of an attempt: the pack's own where it was recorded for one that was opened here, else the installation's.
Result<std::shared_ptr<const scenario::Scenario>> case_of(const session::Attempt& attempt);

// "" when `learner` may take part, else one sentence.
std::string why_not_in(const station::Pack& pack, const std::string& learner);

}  // namespace cryo::app
