import Storage

extension Connection {
    /// The files that anything in the store names.
    func usedFiles() throws -> Set<String> {
        var files: Set<String> = []
        for table in ["s3_object", "s3_part"] {
            try query("SELECT body FROM \(table)", []) { row in
                files.formUnion(StoredBody.files(in: row.bytes(0)))
                return true
            }
        }
        return files
    }
}
