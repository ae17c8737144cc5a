"""Who fits: text analysis, index, ranking and explanation. The only home of scikit-learn."""
