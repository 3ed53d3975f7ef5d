def before_all(context):
    pass


def after_all(context):
    raise RuntimeError("AfterAll hook went wrong")
