import CLauncher

/// The `bootstrap` of a function that brings its loader and its libraries along.
enum Launcher {
    static var bytes: [UInt8] {
        Array(UnsafeBufferPointer(start: hearth_launcher_bytes(), count: hearth_launcher_count()))
    }
}
