// What it takes to find the route of a request among those of an API: its path taken apart, and the look-up.
//
//     BenchRoutes ROUTES        prints microseconds for one
import Gateway

guard CommandLine.arguments.count == 2, let count = Int(CommandLine.arguments[1]), count > 0 else {
    fatalError("BenchRoutes ROUTES")
}

let shapes: [(method: String, ending: String)] = [
    ("GET", ""), ("POST", "/{id}/items"), ("ANY", "/{id}/items/{item}"),
]
var trie = RouteTrie<Int>()
let resources = max(1, count / shapes.count)
for number in 0..<resources {
    for shape in shapes {
        trie.insert(number, method: shape.method, pattern: try RoutePattern("/resource\(number)\(shape.ending)"))
    }
}
let requests = (0..<1024).flatMap { index -> [Request] in
    let number = index * 7919 % resources
    return [
        Request(method: "GET", path: "/resource\(number)", route: number),
        Request(method: "POST", path: "/resource\(number)/a/items", route: number),
        Request(method: "DELETE", path: "/resource\(number)/a/items/b", route: number),
    ]
}

let clock = ContinuousClock()
let start = clock.now
var matches = 0
repeat {
    for request in requests {
        let path = RequestPath(request.path, trimsSlashes: false)
        precondition(trie.full(request.method, path.segments) == request.route)
    }
    matches += requests.count
} while clock.now - start < .seconds(1)
print((clock.now - start) / .microseconds(1) / Double(matches))

struct Request {
    var method: String
    var path: Substring
    var route: Int
}
