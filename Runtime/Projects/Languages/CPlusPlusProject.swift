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
                    `Runtime/lambda_runtime.cpp` speaks the Runtime API. Events are handed over as JSON text, of which \
                    `query_value` reads the query; add the JSON library of your choice to read the rest.
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
                    auto name = query_value(invocation.event, "name");
                    std::printf("Saying hello to %s\n", name.c_str());
                    return reply(greeting(name));
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

            /// A value of the query that an HTTP API's event holds; empty where it says nothing of it.
            std::string query_value(const std::string &event, const std::string &name);

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

            #include <algorithm>
            #include <cctype>
            #include <cstdio>
            #include <cstdlib>

            /// `text` without its escapes: `Ada%20L` and `Ada+L` are `Ada L`.
            static std::string decoded(const std::string &text) {
                std::string result;
                for (size_t index = 0; index < text.size(); index++) {
                    auto digits = text.substr(index + 1, 2);
                    bool escaped = text[index] == '%' && digits.size() == 2 &&
                                   std::isxdigit(static_cast<unsigned char>(digits[0])) &&
                                   std::isxdigit(static_cast<unsigned char>(digits[1]));
                    if (escaped) {
                        result += static_cast<char>(std::strtol(digits.c_str(), nullptr, 16));
                        index += 2;
                    } else {
                        result += text[index] == '+' ? ' ' : text[index];
                    }
                }
                return result;
            }

            /// The member of the event that holds the query as it was sent. No escapes of JSON are in it: all that would
            /// need one is percent-encoded.
            static std::string raw_query(const std::string &event) {
                const std::string key = "\"rawQueryString\"";
                auto found = event.find(key);
                if (found == std::string::npos) return "";
                auto start = event.find('"', found + key.size());
                if (start == std::string::npos) return "";
                auto end = event.find('"', start + 1);
                return end == std::string::npos ? "" : event.substr(start + 1, end - start - 1);
            }

            std::string query_value(const std::string &event, const std::string &name) {
                auto query = raw_query(event);
                for (size_t start = 0; start < query.size();) {
                    auto end = std::min(query.find('&', start), query.size());
                    auto pair = query.substr(start, end - start);
                    auto equals = std::min(pair.find('='), pair.size());
                    if (decoded(pair.substr(0, equals)) == name && equals < pair.size())
                        return decoded(pair.substr(equals + 1));
                    start = end + 1;
                }
                return "";
            }

            std::string greeting(const std::string &name) {
                return "{\"message\":" + quoted("Hello, " + (name.empty() ? "world" : name) + "!") + "}";
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
                expect(greeting("Ada"), R"({"message":"Hello, Ada!"})");
                expect(greeting(""), R"({"message":"Hello, world!"})");
                expect(greeting("\"A\"\\\n"), R"({"message":"Hello, \"A\"\\\u000a!"})");
                expect(query_value(R"({"version":"2.0","rawQueryString":"name=Ada"})", "name"), "Ada");
                expect(query_value(R"({"rawQueryString": "a=1&name=Ada+L%2e%20%C3%A9"})", "name"), "Ada L. \u00e9");
                expect(query_value(R"({"rawQueryString":"surname=L"})", "name"), "");
                expect(query_value("{}", "name"), "");
                expect(reply("{}"), R"({"statusCode":200,"headers":{"content-type":"application/json"},"body":"{}"})");
                return failures == 0 ? 0 : 1;
            }
            """#
        )
    }
}
