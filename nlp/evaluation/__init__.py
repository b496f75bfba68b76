"""How good the extraction is: precision, recall and F1 against annotated documents, and calibration of confidence."""

from nlp.evaluation.evaluate import Evaluation, evaluate

__all__ = ["Evaluation", "evaluate"]
