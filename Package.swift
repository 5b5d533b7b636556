// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// A target in its folder of the same name under `Runtime`.
func runtime(_ name: String, _ dependencies: [Target.Dependency] = [], path: String? = nil) -> Target {
    .target(name: name, dependencies: dependencies, path: path ?? "Runtime/\(name)", swiftSettings: strict)
}

/// The unit tests of one target, in `Tests/<name>Tests`.
func tests(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: "\(name)Tests",
        dependencies: [.target(name: name)] + dependencies,
        path: "Tests/\(name)Tests",
        swiftSettings: strict
    )
}

let package = Package(
    name: "hearth",
    platforms: [.macOS(.v15)],
    targets: [
        // Values without I/O, used on both sides of the wire.
        runtime("JSON"),
        // The emulator, from the bottom up.
        runtime("Time"),
        runtime("Wire", ["JSON", "Time"]),
        // Tests.
        tests("JSON"),
        tests("Time"),
        tests("Wire", ["JSON", "Time"]),
    ]
)
