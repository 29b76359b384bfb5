import RollbackCore
import RollbackDrivers
import Testing

struct NamingTests {
    @Test(arguments: [
        ("uvicorn fastapi_app.main:app", "", "fastapi_app"),
        ("python -m uvicorn main:app --port 8000", "", "main"),
        ("python -m uvicorn main:app", "/gateway", "gateway"),
        ("python worker.py", "", "worker"),
        ("python3.11 -u jobs/scheduler.py", "", "scheduler"),
        ("node server.js", "", "server"),
        ("node services/billing/index.js", "", "billing"),
        ("python /srv/app/gradio_app/main.py", "", "gradio_app"),
        ("python -m gradio_app.main", "", "gradio_app"),
        ("gunicorn: master [shop.wsgi:app]", "", "gunicorn"),
        ("gunicorn -b 0.0.0.0:8000 shop.wsgi:app", "", "shop"),
        ("celery -A proj worker", "", "celery-worker"),
        ("python manage.py runserver", "", "django"),
        ("python manage.py qcluster", "", "qcluster"),
        ("streamlit run dashboard.py", "", "dashboard"),
        ("flask --app flask_app.main run", "", "flask_app"),
        ("flask run", "", "flask"),
        ("./bin/billing-api --port 80", "", "billing-api"),
        ("/srv/app/server", "", "server"),
        ("java -jar target/shop.jar", "", "shop"),
        ("ruby bin/puma.rb", "", "puma"),
        ("sh -c while-true", "", "sh"),
    ])
    func saysWhatItIs(command: String, folder: String, name: String) {
        let words = command.hasPrefix("gunicorn:") ? [command] : command.split(separator: " ").map(String.init)
        #expect(ServiceNaming(roots: ["/srv/app"]).name(words, in: "/srv/app\(folder)") == name)
    }

    @Test(arguments: [("a b/c", "a-b-c"), ("--x", "x"), ("", "service"), ("web@1", "web@1"), ("größe", "gr-e")])
    func aNameIsSafeInPathsAndOptions(name: String, clean: String) {
        #expect(ServiceNaming.clean(name) == clean)
    }
}
