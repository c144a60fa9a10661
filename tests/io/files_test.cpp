#include "engine/io/files.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <stdexcept>

#include "tests/support/temporary_folder.h"

namespace cryo::io {
namespace {

using test::TemporaryFolder;
using testing::ElementsAre;
using testing::HasSubstr;

// What the message of a failed write says, or "" when it did not fail.
template <class Act>
std::string failure_of(const Act& act) {
    try {
        act();
    } catch (const std::runtime_error& error) {
        return error.what();
    }
    return "";
}

TEST(Files, WhatIsWrittenIsReadByteForByte) {
    const TemporaryFolder folder;
    const std::string bytes("line\r\nzero \0 and \xff end", 20);
    write_atomically(folder.file("a.bin"), bytes);
    EXPECT_EQ(*read_text(folder.file("a.bin")), bytes);
    write_atomically(folder.file("a.bin"), "");
    EXPECT_EQ(*read_text(folder.file("a.bin")), "");
}

TEST(Files, NothingButTheFileIsLeftBehind) {
    const TemporaryFolder folder;
    for (int i = 0; i < 3; ++i) write_atomically(folder.file("report.json"), std::to_string(i));
    EXPECT_THAT(list_files(folder.path(), ""), ElementsAre(folder.file("report.json")));
    size_t entries = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder.path())) ++entries;
    EXPECT_EQ(entries, 1U);
}

TEST(Files, ReadingSaysWhatIsWrong) {
    const TemporaryFolder folder;
    EXPECT_THAT(to_string(read_text(folder.file("none")).faults()), HasSubstr("there is no such file"));
    EXPECT_THAT(to_string(read_text(folder.path()).faults()), HasSubstr("this is a folder"));
    write_atomically(folder.file("big"), std::string(2000, 'x'));
    EXPECT_THAT(to_string(read_text(folder.file("big"), 1000).faults()), HasSubstr("larger than the 1000 bytes"));
    EXPECT_TRUE(read_text(folder.file("big"), 2000).ok());
}

TEST(Files, AnEndlessDeviceIsNotReadForever) {
    EXPECT_THAT(to_string(read_text("/dev/zero", 100000).faults()), HasSubstr("larger than"));
}

// A path below a file, and a name of a folder: no rights of any user make these writable.
TEST(Files, UnwritablePlacesAreNamedInOneSentence) {
    const TemporaryFolder folder;
    write_atomically(folder.file("plain"), "kept");
    EXPECT_THAT(failure_of([&] { write_atomically(folder.file("plain/inside.json"), "x"); }),
                HasSubstr("part of the path is a file, not a folder."));
    EXPECT_THAT(failure_of([&] { write_atomically(folder.file("missing/inside.json"), "x"); }),
                HasSubstr("the folder does not exist."));
    EXPECT_THAT(failure_of([&] { write_atomically(folder.path(), "x"); }), HasSubstr("it is a folder."));
    EXPECT_THAT(failure_of([&] { make_directories(folder.file("plain/deeper")); }),
                HasSubstr("Cannot make the folder"));
    EXPECT_THAT(failure_of([&] { AppendLog log(folder.file("plain/log.ndjson")); }), HasSubstr("Cannot write"));
    EXPECT_EQ(*read_text(folder.file("plain")), "kept");
}

TEST(Files, AFullDiskIsSaidSo) {
    ASSERT_TRUE(std::filesystem::exists("/dev/full")) << "the disk that is always full, which Linux has";
    EXPECT_EQ(failure_of([] { write_atomically("/dev/full", "x"); }), "Cannot write /dev/full: the disk is full.");
    AppendLog log("/dev/full");
    EXPECT_EQ(failure_of([&] { log.append("{}"); }), "Cannot write /dev/full: the disk is full.");
}

// The limit on file size stands in for a disk that fills up half-way. It holds for a whole process, so a child takes
// it.
TEST(Files, AWriteThatFailsHalfWayLeavesTheOldFileAndNoRemains) {
    const TemporaryFolder folder;
    const std::string path = folder.file("attempt.ndjson");
    write_atomically(path, "old");
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit small{4096, 4096};
        ::setrlimit(RLIMIT_FSIZE, &small);
        const bool failed = !failure_of([&] { write_atomically(path, std::string(100000, 'n')); }).empty();
        ::_exit(failed ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << "the write did not fail";
    EXPECT_EQ(*read_text(path), "old");
    size_t entries = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder.path())) ++entries;
    EXPECT_EQ(entries, 1U);
}

TEST(Files, ASymbolicLinkStaysOne) {
    const TemporaryFolder folder;
    write_atomically(folder.file("target"), "old");
    std::filesystem::create_symlink("target", folder.file("link"));
    write_atomically(folder.file("link"), "new");
    EXPECT_TRUE(std::filesystem::is_symlink(folder.file("link")));
    EXPECT_EQ(*read_text(folder.file("target")), "new");
}

TEST(Files, FoldersAreMadeWithTheirParents) {
    const TemporaryFolder folder;
    make_directories(folder.file("a/b/c"));
    EXPECT_TRUE(folder_exists(folder.file("a/b/c")));
    make_directories(folder.file("a/b/c"));
    EXPECT_FALSE(file_exists(folder.file("a/b/c")));
}

TEST(Files, ListsAreSortedAndOfTheFolderAlone) {
    const TemporaryFolder folder;
    make_directories(folder.file("inner.toml"));
    for (const char* name : {"b.toml", "a.toml", "c.txt", ".hidden.toml"}) write_atomically(folder.file(name), "");
    EXPECT_THAT(list_files(folder.path(), ".toml"), ElementsAre(folder.file("a.toml"), folder.file("b.toml")));
    EXPECT_TRUE(list_files(folder.file("nowhere"), ".toml").empty());
}

TEST(Paths, CountFromTheFileTheyAreWrittenIn) {
    EXPECT_EQ(path_beside("scenes/knee.toml", "devices/a.toml"), "scenes/devices/a.toml");
    EXPECT_EQ(path_beside("scenes/phantoms/w.toml", "../transducers/t.toml"), "scenes/transducers/t.toml");
    EXPECT_EQ(path_beside("knee.toml", "a.toml"), "a.toml");
    EXPECT_EQ(path_beside("scenes/knee.toml", "/abs/a.toml"), "/abs/a.toml");
    EXPECT_EQ(folder_of("a.toml"), ".");
    EXPECT_EQ(folder_of("x/a.toml"), "x");
    EXPECT_EQ(stem_of("x/a.b.toml"), "a.b");
    EXPECT_EQ(name_of("x/a.b.toml"), "a.b.toml");
}

TEST(AppendLog, LinesReachTheFileAtOnceAndStay) {
    const TemporaryFolder folder;
    AppendLog log(folder.file("log"));
    log.append("one");
    EXPECT_EQ(*read_text(folder.file("log")), "one\n");
    log.append("two");
    log.flush();
    AppendLog moved = std::move(log);
    moved.append("three");
    EXPECT_EQ(*read_text(folder.file("log")), "one\ntwo\nthree\n");
}

TEST(AppendLog, GoesOnAfterALineThatWasCutOff) {
    const TemporaryFolder folder;
    write_atomically(folder.file("log"), "whole\nhal");
    AppendLog(folder.file("log")).append("next");
    EXPECT_EQ(*read_text(folder.file("log")), "whole\nhal\nnext\n");
}

TEST(AppendLog, ALineEndInsideALineIsOurBug) {
    const TemporaryFolder folder;
    AppendLog log(folder.file("log"));
    EXPECT_THROW(log.append("a\nb"), CheckFailure);
}

}  // namespace
}  // namespace cryo::io
