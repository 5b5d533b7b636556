import JSON

struct CPlusPlusProject {
    var name: ProjectName
    var architecture: Project.Architecture

    private var folder: String { "Functions/\(name.camelCase)" }

    var project: Project {
        let shared = SharedFiles(name: name, architecture: architecture)
        return Project(files: [
            cmake, main, greetingHeader, greeting, CPlusPlusRuntime.header, CPlusPlusRuntime.source, tests,
            shared.template(
                handler: name.text,
                runtime: "provided.al2023",
                codeURI: ".build/hearth/\(name.camelCase)",
                metadata: ["SkipBuild": true]
            ),
            shared.event,
            shared.makefile(
                build: ["@cmake -S . -B .build/cmake -DCMAKE_BUILD_TYPE=Release", "cmake --build .build/cmake"],
                test: [
                    "@cmake -S . -B .build/cmake -DCMAKE_BUILD_TYPE=Release", "cmake --build .build/cmake",
                    "ctest --test-dir .build/cmake --output-on-failure",
                ]
            ),
            shared.ignored(),
            shared.readMe(
                layout: [
                    ("\(folder)/main.cpp", "takes the request and replies"),
                    ("\(folder)/greeting.cpp", "what is said"),
                    ("Runtime", "asks Lambda for events and sends back replies"),
                    ("Tests", "its tests"),
                ],
                notes: """
                    It needs a C++17 compiler, CMake and the static libraries of C and C++ (`libc6-dev` on Debian, \
                    `glibc-static` and `libstdc++-static` elsewhere): linked statically, the program runs on any Linux. \
                    `Runtime/lambda_runtime.cpp` speaks the Runtime API. Events are handed over as JSON text; add the \
                    JSON library of your choice to read them.
                    """
            ),
        ])
    }

    private var cmake: Project.File {
        .init(
            "CMakeLists.txt",
            #"""
            cmake_minimum_required(VERSION 3.16)
            project(\#(name.text) LANGUAGES CXX)

            set(CMAKE_CXX_STANDARD 17)
            set(CMAKE_CXX_STANDARD_REQUIRED ON)
            add_compile_options(-Wall -Wextra)

            # Lambda looks for a program of this name in the folder that template.json names.
            add_executable(bootstrap
                \#(folder)/main.cpp
                \#(folder)/greeting.cpp
                Runtime/lambda_runtime.cpp)
            target_include_directories(bootstrap PRIVATE Runtime)
            target_link_options(bootstrap PRIVATE -static -s)
            set_target_properties(bootstrap PROPERTIES
                RUNTIME_OUTPUT_DIRECTORY ${CMAKE_SOURCE_DIR}/.build/hearth/\#(name.camelCase))

            enable_testing()
            add_executable(greeting_tests Tests/greeting_tests.cpp \#(folder)/greeting.cpp)
            target_include_directories(greeting_tests PRIVATE \#(folder))
            add_test(NAME greeting COMMAND greeting_tests)
            """#
        )
    }

    private var main: Project.File {
        .init(
            "\(folder)/main.cpp",
            #"""
            #include "greeting.hpp"
            #include "lambda_runtime.hpp"

            #include <cstdio>

            int main() {
                return lambda::run([](const lambda::invocation &invocation) {
                    std::printf("Saying hello for %s\n", invocation.request_id.c_str());
                    return reply(greeting("\#(name.text)"));
                });
            }
            """#
        )
    }

    private var greetingHeader: Project.File {
        .init(
            "\(folder)/greeting.hpp",
            #"""
            #pragma once

            #include <string>

            /// What the caller is told, as JSON.
            std::string greeting(const std::string &name);

            /// The reply to an HTTP API (payload format 2.0) with `body`, which is JSON.
            std::string reply(const std::string &body);

            /// `text` as a string of JSON, quotes included.
            std::string quoted(const std::string &text);
            """#
        )
    }

    private var greeting: Project.File {
        .init(
            "\(folder)/greeting.cpp",
            #"""
            #include "greeting.hpp"

            #include <cstdio>

            std::string greeting(const std::string &name) {
                return "{\"message\":" + quoted("Hello from " + name + "!") + "}";
            }

            std::string reply(const std::string &body) {
                return "{\"statusCode\":200,\"headers\":{\"content-type\":\"application/json\"},\"body\":" + quoted(body) + "}";
            }

            std::string quoted(const std::string &text) {
                std::string json = "\"";
                for (char character : text) {
                    if (character == '"' || character == '\\') {
                        json += '\\';
                        json += character;
                    } else if (static_cast<unsigned char>(character) < 0x20) {
                        char escape[7];
                        std::snprintf(escape, sizeof escape, "\\u%04x", character);
                        json += escape;
                    } else {
                        json += character;
                    }
                }
                return json + "\"";
            }
            """#
        )
    }

    private var tests: Project.File {
        .init(
            "Tests/greeting_tests.cpp",
            #"""
            #include "greeting.hpp"

            #include <cstdio>

            static int failures = 0;

            static void expect(const std::string &found, const std::string &expected) {
                if (found == expected) return;
                std::printf("found    %s\nexpected %s\n", found.c_str(), expected.c_str());
                failures += 1;
            }

            int main() {
                expect(greeting("Ada"), R"({"message":"Hello from Ada!"})");
                expect(greeting("\"A\"\\\n"), R"({"message":"Hello from \"A\"\\\u000a!"})");
                expect(reply("{}"), R"({"statusCode":200,"headers":{"content-type":"application/json"},"body":"{}"})");
                return failures == 0 ? 0 : 1;
            }
            """#
        )
    }
}
