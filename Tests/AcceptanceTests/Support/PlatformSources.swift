/// The platform's own sources: small services that are up in milliseconds. What they do is said by `app/release`, the
/// only file in which the releases differ.
enum PlatformSources {
    /// `server.py NAME PORT [stubborn]`: answers each request with its release and its setting. `app/release` can
    /// be `good`, or in the bad release `failing` (500), `crash` (ends at once) or `mute` (never listens).
    static let server = """
        import _signal, _socket, os, sys, time
        name, port, release = sys.argv[1], int(sys.argv[2]), open("app/release").read().strip()
        with open(os.path.join(os.environ.get("NOTES", "."), name), "a") as notes:
            notes.write("%s %.6f\\n" % (release, time.monotonic()))
        print("serving release", release, flush=True)
        if "stubborn" in sys.argv: _signal.signal(_signal.SIGTERM, _signal.SIG_IGN)
        if release == "crash": sys.exit("cannot read the settings")
        if release == "mute": time.sleep(3600)
        server = _socket.socket(_socket.AF_INET, _socket.SOCK_STREAM)
        server.setsockopt(_socket.SOL_SOCKET, _socket.SO_REUSEADDR, 1)
        server.bind(("127.0.0.1", port))
        server.listen(64)
        body = "release %s mode %s user %d\\n" % (release, os.environ.get("MODE", "none"), os.getuid())
        status = "500 Broken" if release == "failing" else "200 OK"
        answer = "HTTP/1.1 %s\\r\\nConnection: close\\r\\nContent-Length: %d\\r\\n\\r\\n%s" % (status, len(body), body)
        while True:
            descriptor, _ = server._accept()
            client = _socket.socket(_socket.AF_INET, _socket.SOCK_STREAM, 0, descriptor)
            try:
                client.settimeout(1)
                client.recv(4096)
                client.sendall(answer.encode())
            except OSError:
                pass
            client.close()

        """

    /// `worker.py NAME`: a service without a port.
    static let worker = """
        import _signal, os, sys, time
        with open(os.path.join(os.environ.get("NOTES", "."), sys.argv[1]), "a") as notes:
            notes.write("%s %.6f\\n" % (open("app/release").read().strip(), time.monotonic()))
        while True: _signal.pause()

        """
}
