#include "engine/app/output_folder.h"

#include <filesystem>

#include "engine/io/files.h"

namespace cryo::app {
namespace {

namespace fs = std::filesystem;

class OutputFolders : public testing::Test {
  protected:
    void SetUp() override {
        fs::remove_all(root_);
        fs::create_directories(root_);
    }
    void TearDown() override { fs::remove_all(root_); }

    std::string in_root(const std::string& name) const { return (root_ / name).string(); }
    static size_t entries(const std::string& folder) {
        return static_cast<size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator{}));
    }

    fs::path root_ = fs::temp_directory_path() /
                     ("cryosono_output_" + std::to_string(::testing::UnitTest::GetInstance()->random_seed()) + "_" +
                      ::testing::UnitTest::GetInstance()->current_test_info()->name());
};

TEST_F(OutputFolders, WhatIsKeptIsThereAndNothingElse) {
    const std::string folder = in_root("a/b");
    {
        OutputFolder out(folder);
        io::write_atomically(out.path("one.txt"), "1");
        io::write_atomically(out.path("two.txt"), "2");
        out.keep();
    }
    EXPECT_EQ(io::read_text(folder + "/one.txt").value(), "1");
    EXPECT_EQ(io::read_text(folder + "/two.txt").value(), "2");
    EXPECT_EQ(entries(folder), 2U);
}

TEST_F(OutputFolders, AFailedRunLeavesOldResultsAlone) {
    const std::string folder = in_root("results");
    io::make_directories(folder);
    io::write_atomically(folder + "/one.txt", "old");
    try {
        OutputFolder out(folder);
        io::write_atomically(out.path("one.txt"), "new");
        throw std::runtime_error("the disk is full");
    } catch (const std::runtime_error&) {
    }
    EXPECT_EQ(io::read_text(folder + "/one.txt").value(), "old");
    EXPECT_EQ(entries(folder), 1U);
}

TEST_F(OutputFolders, AFailedRunLeavesNoEmptyFolder) {
    const std::string folder = in_root("fresh");
    { const OutputFolder out(folder); }
    EXPECT_FALSE(fs::exists(folder));
}

TEST_F(OutputFolders, AnotherRunReplacesItsOwnFilesOnly) {
    const std::string folder = in_root("results");
    io::make_directories(folder);
    io::write_atomically(folder + "/mine.txt", "mine");
    io::write_atomically(folder + "/one.txt", "old");
    OutputFolder out(folder);
    io::write_atomically(out.path("one.txt"), "new");
    out.keep();
    EXPECT_EQ(io::read_text(folder + "/one.txt").value(), "new");
    EXPECT_EQ(io::read_text(folder + "/mine.txt").value(), "mine");
}

TEST_F(OutputFolders, AFileInTheWayIsOneSentence) {
    io::write_atomically(in_root("taken"), "a file");
    EXPECT_THROW(OutputFolder(in_root("taken")), std::runtime_error);
    EXPECT_THROW(OutputFolder(in_root("taken/below")), std::runtime_error);
}

}  // namespace
}  // namespace cryo::app
