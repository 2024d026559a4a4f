"""Spectrograms of signals."""
import keras
from layer_case import case, x

L = keras.layers
S, M = L.STFTSpectrogram, L.MelSpectrogram

for mode in ["log", "magnitude", "psd", "real", "imag", "angle", "stft"]:
    case(f"stft_{mode}", S(mode, frame_length=8, name="s"), x(2, 20, 2), tolerance=1e-5)
case("stft_default", S(name="s"), x(1, 300, 1), tolerance=1e-5)
case("stft_expanded", S("magnitude", 8, 3, 16, expand_dims=True, name="s"), x(2, 20, 2), tolerance=1e-5)
case("stft_same", S("magnitude", 8, 5, window="hamming", periodic=True, scaling="spectrum", padding="same", name="s"), x(2, 21, 1))
case("stft_window", S("real", 4, window=[0.1, 0.5, 1.0, 0.3], scaling=None, name="s"), x(2, 12, 1))
case("stft_no_window", S("imag", 6, 2, window=None, name="s"), x(2, 12, 1))
case("stft_float64", S("magnitude", 8, dtype="float64", name="s"), x(2, 20, 1, dtype="float64"))
case("mel_default", M(name="m"), x(1, 2600), tolerance=1e-4)  # gradients of logarithms
case("mel_small", M(32, 8, 24, sampling_rate=100, num_mel_bins=4, min_freq=2.0, max_freq=40.0, name="m"), x(2, 64), tolerance=1e-4)  # gradients of logarithms
case("mel_power", M(32, 8, window="hamming", sampling_rate=100, num_mel_bins=4, power_to_db=False, mag_exp=1.0, name="m"), x(2, 64), tolerance=1e-5)
case("mel_reference", M(32, 8, window=None, sampling_rate=100, num_mel_bins=4, top_db=20.0, min_power=1e-3, ref_power=-4.0, name="m"), x(2, 64), tolerance=1e-4)  # gradients of logarithms
case("mel_float64", M(32, 8, sampling_rate=100, num_mel_bins=4, power_to_db=False, dtype="float64", name="m"), x(2, 64, dtype="float64"), tolerance=1e-5)
case("mel_mixed", M(32, 8, sampling_rate=100, num_mel_bins=4, dtype="mixed_float16", name="m"), x(2, 64), tolerance=1e-3)
